/**
 * The example's Worker with a database that fails at times, before and after it commits, and two routes for its test.
 *
 * @module
 */
import type { Bindings } from '../src/bindings.ts'
import shop from '../src/index.ts'

let batches = 0

function withFaults(db: D1Database): D1Database {
  const batch = async <Row>(statements: D1PreparedStatement[]): Promise<D1Result<Row>[]> => {
    batches += 1
    if (batches % 10 === 0) throw new Error('the database failed before the commit')
    const results = await db.batch<Row>(statements)
    if (batches % 7 === 0) throw new Error('the connection broke after the commit')
    return results
  }
  return new Proxy(db, {
    get: (target, name) => {
      if (name === 'batch') return batch
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

export default {
  fetch: async (request, env, context) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/test/sql') {
      return Response.json((await env.DB.prepare(await request.text()).all()).results)
    }
    if (pathname === '/test/queue') {
      await env.QUEUE.send(await request.json())
      return new Response('sent')
    }
    return shop.fetch(request, env, context)
  },
  queue: (batch, env) => shop.queue(batch, { ...env, DB: withFaults(env.DB) }),
  scheduled: shop.scheduled,
} satisfies ExportedHandler<Bindings>
