/**
 * The floor of equal duties on Express.
 *
 * @module
 */
import express from 'express'
import type { Express, NextFunction, Request, Response } from 'express'
import { BODY_TIMEOUT_MS, createDuties, MAX_BODY_BYTES, RECEIVED } from './duties.ts'
import type { FloorEvent } from './duties.ts'

const readRaw = express.raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false })

/** An app with a webhook route by hand. */
export function expressFloor(
  secret: string,
  path: string,
  onEvent: (event: FloorEvent) => Promise<void>,
): Express {
  const receive = createDuties(secret, path, onEvent)
  const app = express()
  app.post(path, readInTime, (req: Request<unknown, unknown, Buffer>, res) => {
    try {
      receive(req.headers, req.body)
      res.json(RECEIVED)
    } catch {
      res.status(401).json({ error: 'rejected' })
    }
  })
  return app
}

function readInTime(req: Request, res: Response, next: NextFunction): void {
  const timer = setTimeout(() => req.destroy(), BODY_TIMEOUT_MS)
  readRaw(req, res, (error?: unknown) => {
    clearTimeout(timer)
    next(error)
  })
}
