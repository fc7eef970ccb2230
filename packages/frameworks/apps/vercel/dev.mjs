// What `vercel dev` does without an account: a development server for each function, and a proxy in front that picks by the path.
import { startDevServer } from '@vercel/node'
import { createServer, request } from 'node:http'
import { fileURLToPath } from 'node:url'

const workPath = fileURLToPath(new URL('.', import.meta.url))
const start = (entrypoint) =>
  startDevServer({ entrypoint, workPath, config: {}, meta: {}, files: {} })
const functions = {
  '/api/webhook/payment': await start('api/webhook/payment.ts'),
  '/api/orders': await start('api/orders.ts'),
}

createServer((req, res) => {
  const { port } = functions[new URL(req.url, 'http://localhost').pathname] ?? {}
  if (port === undefined) {
    res.writeHead(404).end()
    return
  }
  const { url: path, method, headers } = req
  const forwarded = request({ port, path, method, headers }, (answer) => {
    res.writeHead(answer.statusCode, answer.headers)
    answer.pipe(res)
  })
  req.pipe(forwarded)
}).listen(process.env.PORT, '127.0.0.1')
