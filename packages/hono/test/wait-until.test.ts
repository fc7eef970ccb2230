/**
 * How often Hono is asked for an execution context, which throws where there is none.
 *
 * @module
 */
import { Context } from 'hono'
import { describe, expect, it } from 'vitest'
import type { NodeMessage } from '../src/node-message.ts'
import { createWaitUntilFinder } from '../src/wait-until.ts'

const MESSAGE = { headers: {}, url: '/', readableDidRead: false } as NodeMessage

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
  it('is asked for an execution context until a request has none', () => {
    const find = createWaitUntilFinder()
    const promises: Promise<unknown>[] = []
    find(contextOf(promises), MESSAGE)?.(Promise.resolve())
    expect(promises).toHaveLength(1)
    const [first, second] = [contextOf(), contextOf()]
    expect(find(first, MESSAGE)).toBeUndefined()
    expect(find(second, MESSAGE)).toBeUndefined()
    expect([first.asked, second.asked]).toEqual([1, 0])
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
