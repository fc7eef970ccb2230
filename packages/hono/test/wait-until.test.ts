/**
 * How often Hono is asked for an execution context, which throws where there is none.
 *
 * @module
 */
import { Context } from 'hono'
import { describe, expect, it } from 'vitest'
import type { NodeMessage } from '../src/node-message.ts'
import { createWaitUntilFinder } from '../src/wait-until.ts'

const messageOn = (socket: object): NodeMessage =>
  ({ headers: {}, url: '/', socket, readableDidRead: false }) as NodeMessage

/** A context that counts how often it is asked for its host's execution context. */
class CountingContext extends Context {
  asked = 0

  override get executionCtx() {
    this.asked += 1
    return super.executionCtx
  }
}

function contextOf(promises?: Promise<unknown>[]): CountingContext {
  if (promises === undefined) return new CountingContext(new Request('http://localhost/'))
  return new CountingContext(new Request('http://localhost/'), {
    env: {},
    notFoundHandler: () => new Response(),
    executionCtx: {
      waitUntil: (promise: Promise<unknown>) => void promises.push(promise),
      passThroughOnException: () => undefined,
      props: {},
    },
    path: '/',
    matchResult: [[]],
  })
}

describe('a server of Node', () => {
  it('is asked for an execution context until a request of the connection has none', () => {
    const find = createWaitUntilFinder()
    const promises: Promise<unknown>[] = []
    const message = messageOn({})
    find(contextOf(promises), message)?.(Promise.resolve())
    expect(promises).toHaveLength(1)
    const [first, second, elsewhere] = [contextOf(), contextOf(), contextOf(promises)]
    expect(find(first, message)).toBeUndefined()
    expect(find(second, message)).toBeUndefined()
    expect([first.asked, second.asked]).toEqual([1, 0])
    find(elsewhere, messageOn({}))?.(Promise.resolve())
    expect(promises).toHaveLength(2)
  })
})

describe('any other host', () => {
  it('is asked for each request', () => {
    const find = createWaitUntilFinder()
    const promises: Promise<unknown>[] = []
    expect(find(contextOf(), undefined)).toBeUndefined()
    find(contextOf(promises), undefined)?.(Promise.resolve())
    expect(promises).toHaveLength(1)
  })
})
