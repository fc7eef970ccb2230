/**
 * Bytes stay the bytes they were: views, UTF-8, a BOM, pieces of a stream.
 *
 * @module
 */
import { NOW_MS } from '../clock.ts'
import { expectEqual, expectRejection } from '../expect.ts'
import type { Core, PortableCase } from '../portable-case.ts'
import { paymentBody, SECRET, signParts, toBytes, URL_OF_SHOP } from '../webhooks.ts'

const VERIFY = { apiSecret: SECRET, now: () => NOW_MS }
const TEXT = paymentBody({ note: 'café ☕ 支払い 🛒' })

/** The bytes somewhere inside a larger buffer, with other bytes before and after. */
function embed(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const buffer = new Uint8Array(bytes.byteLength + 96).fill(0x7b)
  buffer.set(bytes, 33)
  return buffer.subarray(33, 33 + bytes.byteLength)
}

function inPieces(bytes: Uint8Array, pieceBytes: number): ReadableStream<Uint8Array> {
  let offset = 0
  return new ReadableStream({
    pull: (controller) => {
      if (offset >= bytes.byteLength) return controller.close()
      controller.enqueue(embed(bytes.subarray(offset, offset + pieceBytes)))
      offset += pieceBytes
    },
  })
}

async function receiveInPieces(core: Core, pieceBytes: number): Promise<void> {
  const { headers } = await signParts(core, { body: TEXT })
  const rawBodies: string[] = []
  const receiver = core.createWebhookReceiver({
    ...VERIFY,
    clock: { ...core.systemClock, now: VERIFY.now },
    acknowledge: 'after-handler',
    onEvent: ({ rawBody }) => void rawBodies.push(rawBody),
  })
  const body = inPieces(toBytes(TEXT), pieceBytes)
  const reply = await receiver.receive({ headers, body, path: URL_OF_SHOP, context: undefined })
  expectEqual([reply.status, rawBodies], [200, [TEXT]])
}

const BOTH = ['request', 'body'] as const

export const byteCases: readonly PortableCase[] = [
  ...BOTH.flatMap((scheme): readonly PortableCase[] => [
    {
      title: `a view with an offset signs as its bytes do (${scheme})`,
      run: async ({ core }) => {
        const plain = await signParts(core, { body: TEXT, scheme })
        const viewed = await signParts(core, { body: embed(toBytes(TEXT)), scheme })
        expectEqual(viewed.headers, plain.headers)
      },
    },
    {
      title: `a view with an offset verifies, and not with a byte more (${scheme})`,
      run: async ({ core }) => {
        const { headers, path } = await signParts(core, { body: TEXT, scheme })
        const view = embed(toBytes(TEXT))
        const event = await core.verifyWebhook({ headers, path, body: view }, VERIFY)
        expectEqual(event.rawBody, TEXT)
        const wider = new Uint8Array(view.buffer, 33, view.byteLength + 1)
        const verified = core.verifyWebhook({ headers, path, body: wider }, VERIFY)
        await expectRejection(verified, { reason: 'mismatch' })
      },
    },
    {
      title: `two bytes that are both no UTF-8 do not share a signature (${scheme})`,
      run: async ({ core }) => {
        const body = toBytes(paymentBody({ note: '?' }))
        const index = body.indexOf(0x3f)
        body[index] = 0xff
        const { headers, path } = await signParts(core, { body, scheme })
        const same = core.verifyWebhook({ headers, path, body }, VERIFY)
        await expectRejection(same, { name: 'MalformedEventError' })
        const other = new Uint8Array(body)
        other[index] = 0xfe
        const changed = core.verifyWebhook({ headers, path, body: other }, VERIFY)
        await expectRejection(changed, { reason: 'mismatch' })
      },
    },
    {
      title: `a BOM is signed and kept (${scheme})`,
      run: async ({ core }) => {
        const body = toBytes(`\uFEFF${TEXT}`)
        const webhook = await signParts(core, { body, scheme })
        expectEqual((await core.verifyWebhook(webhook, VERIFY)).rawBody, `\uFEFF${TEXT}`)
        const without = core.verifyWebhook({ ...webhook, body: body.subarray(3) }, VERIFY)
        await expectRejection(without, { reason: 'mismatch' })
      },
    },
  ]),
  {
    title: 'a request signs a view with an offset as its text',
    run: async ({ core }) => {
      const request = { method: 'POST', path: '/api/v1/x', timestamp: String(NOW_MS) }
      const viewed = await core.signRequest({ ...request, body: embed(toBytes(TEXT)) }, SECRET)
      expectEqual(viewed, await core.signRequest({ ...request, body: TEXT }, SECRET))
    },
  },
  {
    title: 'what is changed after the call is not what was signed',
    run: async ({ core }) => {
      const body = toBytes(TEXT)
      const signing = signParts(core, { body })
      body.fill(0x20)
      expectEqual((await signing).headers, (await signParts(core, { body: TEXT })).headers)
    },
  },
  {
    title: 'a body that was parsed is refused with a sentence',
    run: async ({ core }) => {
      const webhook = { headers: {}, path: '/', body: JSON.parse(TEXT) as never }
      await expectRejection(core.verifyWebhook(webhook, VERIFY), { name: 'TypeError' })
    },
  },
  ...[1, 7, 4096].map(
    (pieceBytes): PortableCase => ({
      title: `a stream in pieces of ${pieceBytes} bytes is put together again`,
      run: ({ core }) => receiveInPieces(core, pieceBytes),
    }),
  ),
]
