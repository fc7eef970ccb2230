/**
 * The dashboard: what it shows, what its buttons do, and who may press them.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import { createInstance } from '../src/instance/instance.ts'
import type { RunningEmulator } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'
import { createInbox, createMerchant, NOW, ORIGIN, STOPPED_CLOCK } from './merchant.ts'

const ID = 'ORDER_1738112345000'

async function setUp() {
  const inbox = createInbox()
  const emulator = createEmulator({
    clock: STOPPED_CLOCK,
    webhookFetch: inbox.receive,
    seed: 'dashboard',
  })
  const merchant = createMerchant(emulator)
  const { data } = await merchant.createOrder(ID, { description: '<b>5 & "6"</b>' })
  const page = async () => (await emulator.fetch(`${ORIGIN}/`)).text()
  const post = (path: string, body: unknown) =>
    emulator.fetch(`${ORIGIN}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return { emulator, inbox, merchant, page, post, checkoutUrl: String(data?.['checkoutUrl']) }
}

/** What stands in each line of the timeline, as text: the title and what it is about. */
function titlesIn(text: string): readonly string[] {
  const lines = text.split('id="lines"').at(1)?.split('</main>').at(0) ?? ''
  const strip = (part = ''): string =>
    part
      .replaceAll(/<[^>]*>/g, '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  return lines
    .split('<li>')
    .filter((line) => line.includes('<summary>'))
    .map((line) => {
      const [, title] =
        /<span class="title">([^]*?)(?=<span class="(?:count|pill))/.exec(line) ?? []
      const [, subject] = /class="subject"[^>]*>([^<]*)/.exec(line) ?? []
      return `${strip(title)} ${subject ?? ''}`.trim()
    })
}

describe('the page', () => {
  test('shows the exact text that was signed for a call and for a webhook', async () => {
    const { emulator, inbox, merchant, page, checkoutUrl } = await setUp()
    await merchant.press(checkoutUrl, 'pay')
    await emulator.advance(1_000)
    const text = await page()
    expect(text).toContain(`${NOW}\nPOST\n/api/v1/merchants/1000/orders\n`)
    expect(text).toContain(`${NOW}\nPOST\n/webhook/payment\n`)
    expect(text).toContain(inbox.requests[0]?.headers.get('x-signature') ?? '?')
    expect(text).toContain('HTTP 200')
    expect(text).toContain('SUCCEEDED')
  })

  test.each([
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x7b, 0x7d]],
    ['bytes that are no text', [0x7b, 0xff, 0x7d]],
  ])('shows what was signed of a body with %s', async (_, bytes) => {
    const { emulator, page } = await setUp()
    const body = Uint8Array.from(bytes)
    const path = '/api/v1/merchants/1000/orders'
    await emulator.fetch(`${ORIGIN}${path}`, { method: 'POST', body })
    const hash = createHash('sha256').update(body).digest('base64')
    expect(emulator.calls().at(-1)?.signedText).toBe(`\nPOST\n${path}\n${hash}`)
    expect(await page()).toContain(hash)
  })

  test('says why a signature was rejected', async () => {
    const { merchant, page } = await setUp()
    const path = '/api/v1/merchants/1000/orders/x'
    await merchant.send({ method: 'GET', path, secret: 'another-secret-altogether' })
    expect(await page()).toContain('wrong-secret')
  })

  test('escapes what came from a merchant', async () => {
    const { emulator, page, checkoutUrl } = await setUp()
    const story = await (await emulator.fetch(`${ORIGIN}/emulator/orders/${ID}`)).text()
    for (const text of [await page(), story, await (await emulator.fetch(checkoutUrl)).text()]) {
      expect(text).not.toContain('<b>5')
      expect(text).toContain('&lt;b&gt;5 &amp;')
    }
  })

  test('shows the public secret of the emulator, and no other; the state as JSON shows none', async () => {
    const { emulator, page } = await setUp()
    expect(await page()).toContain(EMULATOR_MERCHANT.apiSecret)
    const state = await (await emulator.fetch(`${ORIGIN}/emulator/state`)).text()
    expect(state).toContain(ID)
    expect(state).not.toContain('emulator-secret')

    const apiSecret = 'a-secret-of-my-own-0000000000000000'
    const own = createEmulator({ merchants: [{ ...EMULATOR_MERCHANT, apiSecret }] })
    await own.fetch(`${ORIGIN}/api/v1/merchants/1000/orders/x`)
    const text = await (await own.fetch(`${ORIGIN}/`)).text()
    expect(text).toContain('your own')
    expect(text).toContain('$PSC_API_SECRET')
    expect(text).not.toContain(apiSecret)
    await own.close()
  })

  test('shows the time, and how far it was advanced', async () => {
    const { emulator, page } = await setUp()
    expect(await page()).toContain('08:00:00')
    expect(await page()).not.toContain('class="ahead"')
    await emulator.advance(90 * 60_000)
    expect(await page()).toContain('09:30:00')
    expect(await page()).toContain('<span class="ahead">1 h 30 min ahead</span>')
  })

  test('asks once before it resets, without a script too', async () => {
    const { page } = await setUp()
    const [, asked = ''] = (await page()).split('<summary>Reset…</summary>')
    expect(asked).toMatch(/^\s*<p>Forgets every order[^]*action="\/emulator\/reset"/)
  })
})

describe('an amount', () => {
  test('is spelled in one way on the dashboard and on the checkout page', async () => {
    const { emulator, merchant, page, checkoutUrl } = await setUp()
    await merchant.press(checkoutUrl, 'pay-too-little')
    const dashboard = await page()
    expect(dashboard).toContain('99.90 USD')
    expect(dashboard).toContain('89.91 USDT')
    const checkout = await (await emulator.fetch(checkoutUrl)).text()
    expect(checkout).toContain('Pay 9.99 USDT')
    expect(checkout).toContain('Too little has arrived: 89.91 USDT of 99.90 USDT.')
    for (const text of [dashboard.replaceAll(/<details[^]*?<\/details>/g, ''), checkout]) {
      expect(text).not.toMatch(/\d\.\d*000 USD/)
    }
  })
})

describe('the timeline is filtered', () => {
  const OTHER = 'ORDER_17381123450001'

  const setUpTwo = async () => {
    const parts = await setUp()
    const { emulator, merchant, checkoutUrl } = parts
    const { data } = await merchant.createOrder(OTHER)
    await merchant.press(checkoutUrl, 'pay')
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(1_000)
    await merchant.createRefund({
      merchantRefundOrderId: 'REFUND_1',
      acquiringOrderId: ID,
      refundReason: 'broken',
      notifyUrl: 'http://shop.test/webhook/refund',
    })
    await emulator.advance(1_000)
    await merchant.queryRefund('REFUND_1')
    await merchant.queryOrder('ORDER_unknown')
    const show = async (query: string) =>
      titlesIn(await (await emulator.fetch(`${ORIGIN}/?${query}`)).text())
    return { ...parts, show }
  }

  test('not at all without a query, or by an empty form', async () => {
    const { show } = await setUpTwo()
    const all = await show('')
    expect(all).toHaveLength(11)
    expect(await show('order=&kind=')).toEqual(all)
  })

  test('by order, its refunds included', async () => {
    const { emulator, show } = await setUpTwo()
    expect(await show(`order=${ID}`)).toEqual([
      'refund SUCCEEDED → /webhook/refund REFUND_1',
      'GET /refunds?merchantRefundOrderId=… REFUND_1',
      'refund PROCESSING → /webhook/refund REFUND_1',
      `payment SUCCEEDED → /webhook/payment ${ID}`,
      'POST /refunds REFUND_1',
      `payment PROCESSING → /webhook/payment ${ID}`,
      `POST /orders ${ID}`,
    ])
    const state = await (await emulator.fetch(`${ORIGIN}/emulator/state`)).json()
    const { acquiringOrderId } =
      (state as { orders: { acquiringOrderId: string }[] }).orders[0] ?? {}
    expect(await show(`order=${acquiringOrderId}`)).toHaveLength(7)
    expect(await show(`order=${OTHER}`)).toHaveLength(3)
    expect(await show('order=ORDER_')).toEqual([])
    expect(await show(`order=${encodeURIComponent('.*')}`)).toEqual([])
  })

  test.each([
    ['call', 5],
    ['webhook', 6],
    ['payment', 4],
    ['refund', 2],
    ['nonsense', 11],
  ])('by the kind %s', async (kind, count) => {
    const { show } = await setUpTwo()
    expect(await show(`kind=${kind}`)).toHaveLength(count)
  })

  test('by "failed only", together with the rest', async () => {
    const { emulator, merchant, show } = await setUpTwo()
    expect(await show('failed=1')).toEqual(['GET /orders/… ORDER_unknown'])
    emulator.faults.add({ kind: 'withhold' })
    const { data } = await merchant.createOrder('ORDER_withheld_webhook')
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(0)
    const withheld = 'payment PROCESSING → /webhook/payment ORDER_withheld_webhook'
    expect(await show('failed=1')).toContain(withheld)
    expect(await show('failed=1&kind=webhook')).toEqual([withheld])
    expect(await show(`failed=1&order=${ID}`)).toEqual([])
  })

  test('before its length is limited', async () => {
    const { emulator, merchant, show } = await setUpTwo()
    for (let count = 0; count < 150; count += 1) await merchant.queryOrder(`ORDER_unknown_${count}`)
    expect(await show('')).toHaveLength(100)
    expect(await (await emulator.fetch(`${ORIGIN}/`)).text()).toContain('The newest 100 of 161.')
    expect(await show(`order=${ID}`)).toHaveLength(7)
  })

  test.each([
    ['UNKNOWN', ['GET /orders/… ORDER_unknown']],
    ['order not found', ['GET /orders/… ORDER_unknown']],
    ['40901', ['GET /orders/… ORDER_unknown']],
    ['refunds.retrieve', ['GET /refunds?merchantRefundOrderId=… REFUND_1']],
    ['broken" or', []],
  ])('by the text "%s", whatever its case', async (text, titles) => {
    const { show } = await setUpTwo()
    expect(await show(`q=${encodeURIComponent(text)}`)).toEqual(titles)
  })

  test('by a text in the answer of the shop', async () => {
    const { emulator, merchant, inbox, show } = await setUpTwo()
    expect(await show('q=table')).toEqual([])
    inbox.answer = () => new Response('no such TABLE', { status: 500 })
    const { data } = await merchant.createOrder('ORDER_of_a_broken_shop')
    await merchant.press(String(data?.['checkoutUrl']), 'pay')
    await emulator.advance(0)
    expect(await show('q=table')).toEqual([
      'payment PROCESSING → /webhook/payment ORDER_of_a_broken_shop',
    ])
  })

  test('and the form keeps what was chosen, also after a button was pressed', async () => {
    const { emulator } = await setUpTwo()
    const query = `order=${ID}&kind=webhook&failed=1`
    const text = await (await emulator.fetch(`${ORIGIN}/?${query}`)).text()
    expect(text).toContain(`name="order" value="${ID}"`)
    expect(text).toContain('<option value="webhook" selected>')
    expect(text).toMatch(/name="failed"[^>]* checked/)
    expect(text).toContain('Nothing matches the filter.')
    const pressed = await emulator.fetch(`${ORIGIN}/emulator/reset`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: ORIGIN, referer: `${ORIGIN}/?${query}` },
      body: new URLSearchParams(),
    })
    expect(pressed.headers.get('location')).toBe(`/?${query}`)
  })

  test.each([
    [`${ORIGIN}/emulator/orders/${ID}`, `/emulator/orders/${ID}`],
    [`${ORIGIN}//evil.test/`, '/'],
    [`${ORIGIN}/checkout/x`, '/'],
    ['nonsense', '/'],
  ])('and a button on %s leads back to %s', async (referer, location) => {
    const { emulator } = await setUp()
    const pressed = await emulator.fetch(`${ORIGIN}/emulator/advance`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: ORIGIN, referer },
      body: new URLSearchParams({ minutes: '1' }),
    })
    expect(pressed.headers.get('location')).toBe(location)
  })

  test('and what was asked for is escaped', async () => {
    const { emulator } = await setUpTwo()
    const order = encodeURIComponent('"><script>')
    const text = await (await emulator.fetch(`${ORIGIN}/?order=${order}`)).text()
    expect(text).toContain('value="&quot;&gt;&lt;script&gt;"')
  })
})

describe('a button', () => {
  test('advances the clock', async () => {
    const { merchant, post } = await setUp()
    expect((await post('/emulator/advance', { minutes: 30 })).status).toBe(200)
    expect(await merchant.queryOrder(ID)).toMatchObject({ data: { status: 'CLOSED' } })
  })

  test('takes a late payment', async () => {
    const { emulator, inbox, merchant, post, checkoutUrl } = await setUp()
    await post('/emulator/advance', { minutes: 30 })
    const token = checkoutUrl.split('/').at(-1)
    expect((await post(`/emulator/orders/${token}/pay-late`, {})).status).toBe(200)
    await emulator.advance(1_000)
    expect(await merchant.queryOrder(ID)).toMatchObject({ data: { status: 'SUCCEEDED' } })
    expect(inbox.statuses).toEqual(['PROCESSING', 'SUCCEEDED'])
  })

  test('sets and removes a fault', async () => {
    const { emulator, post } = await setUp()
    const added = await post('/emulator/faults', { kind: 'duplicate', copies: 2, times: 'always' })
    expect(await added.json()).toEqual({ faultId: '1' })
    expect(emulator.faults.list()).toMatchObject([{ kind: 'duplicate', times: Infinity }])
    expect((await post('/emulator/faults/1/remove', {})).status).toBe(200)
    expect(emulator.faults.list()).toEqual([])
  })

  test('shows what an active fault is limited to', async () => {
    const { emulator, page } = await setUp()
    emulator.faults.add({ kind: 'delay', on: 'payment', status: 'SUCCEEDED', times: 2 })
    expect(await page()).toContain('<strong>delay</strong> payment, SUCCEEDED, 2 ×')
  })

  test('closes an order, and resets', async () => {
    const { emulator, merchant, post, checkoutUrl } = await setUp()
    await post(`/emulator/orders/${checkoutUrl.split('/').at(-1)}/close`, {})
    expect(await (await merchant.press(checkoutUrl, 'pay')).text()).toContain('20004')
    await post('/emulator/reset', {})
    expect(emulator.calls()).toEqual([])
  })

  test.each([
    ['/emulator/faults', { kind: 'boom' }],
    ['/emulator/faults/7/remove', {}],
    ['/emulator/deliveries/7/resend', {}],
    ['/emulator/orders/7/close', {}],
    ['/emulator/advance', { ms: -1 }],
    ['/emulator/advance', { minutes: 1e12 }],
    ['/emulator/advance', {}],
  ])('says what is wrong: %s %j', async (path, body) => {
    const { post } = await setUp()
    const answer = await post(path, body)
    expect(answer.status).toBe(400)
    expect(await answer.json()).toMatchObject({ error: expect.any(String) })
  })
})

describe('who may press', () => {
  const press = async (headers: Record<string, string>, body = '{"ms":1}') => {
    const { emulator } = await setUp()
    const url = `${ORIGIN}/emulator/advance`
    return (await emulator.fetch(url, { method: 'POST', headers, body })).status
  }
  const json = { 'content-type': 'application/json' }
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  test.each<[string, Record<string, string>, number]>([
    ['JSON from outside a browser', json, 200],
    ['a form of its own page', { ...form, origin: ORIGIN, 'sec-fetch-site': 'same-origin' }, 303],
    ['a form of another page', { ...form, origin: 'http://evil.test' }, 403],
    ['a form of a page without an origin', { ...form, origin: 'null' }, 403],
    ['a form without any origin', form, 403],
    ['plain text without any origin', { 'content-type': 'text/plain' }, 403],
    ['JSON of another page', { ...json, origin: 'http://evil.test' }, 403],
    ['JSON of another port', { ...json, origin: `${ORIGIN}:81` }, 403],
    ['JSON that a browser calls cross-site', { ...json, 'sec-fetch-site': 'cross-site' }, 403],
    ['JSON that a browser calls same-site', { ...json, 'sec-fetch-site': 'same-site' }, 403],
  ])('%s', async (_, headers, status) => {
    expect(
      await press(headers, headers['content-type'] === json['content-type'] ? '{"ms":1}' : 'ms=1'),
    ).toBe(status)
  })
})

test('HEAD of the stream of changes starts none', async () => {
  const instance = createInstance({})
  const watch = vi.spyOn(instance.watchers, 'watch')
  const request = new Request(`${ORIGIN}/emulator/events`, { method: 'HEAD' })
  await instance.handle(request, async (response) => response)
  expect(watch).not.toHaveBeenCalled()
  instance.close()
})

describe('over a socket', () => {
  let running: RunningEmulator
  beforeEach(async () => {
    running = await startEmulator({ port: 0 })
  })
  afterEach(() => running.close())

  test('changes are streamed, and the stream ends with the emulator', async () => {
    const answer = await fetch(`${running.url}/emulator/events`)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
    expect((await reader?.read())?.value).toContain('event: change')
    running.emulator.faults.add({ kind: 'drop' })
    expect((await reader?.read())?.value).toContain('event: change')
  })

  test('a body over the limit is answered with 413, chunked or not', async () => {
    const big = 'x'.repeat(100_000)
    const url = `${running.url}/api/v1/merchants/1000/orders`
    expect((await fetch(url, { method: 'POST', body: big })).status).toBe(413)
    const body = new Blob([big]).stream()
    expect((await fetch(url, { method: 'POST', body, duplex: 'half' } as RequestInit)).status).toBe(
      413,
    )
    expect(
      (await fetch(`${running.url}/emulator/reset`, { method: 'POST', body: big })).status,
    ).toBe(403)
  })
})
