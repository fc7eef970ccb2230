/**
 * Bytes stay unchanged: views, UTF-8, a BOM, pieces of a stream.
 *
 * @module
 */
import { expectEqual, expectRejection } from '../expect.ts'
import type { Core, PortableCase } from '../portable-case.ts'
import {
  NOW_MS,
  paymentBody,
  SECRET,
  signSample,
  toBytes,
  WEBHOOK_URL,
} from '../../fixtures/webhooks.ts'

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
  const { headers } = await signSample(core.signWebhook, { body: TEXT })
  const rawBodies: string[] = []
  const receiver = core.createWebhookReceiver({
    ...VERIFY,
    clock: { ...core.systemClock, now: VERIFY.now },
    acknowledge: 'after-handler',
    onEvent: ({ rawBody }) => void rawBodies.push(rawBody),
  })
  const body = inPieces(toBytes(TEXT), pieceBytes)
  const reply = await receiver.receive({ headers, body, path: WEBHOOK_URL, context: undefined })
  expectEqual([reply.status, rawBodies], [200, [TEXT]])
}

const BOTH = ['request', 'body'] as const

export const byteCases: readonly PortableCase[] = [
  ...BOTH.flatMap((scheme): readonly PortableCase[] => [
    {
      title: `a view with an offset is signed as its own bytes (${scheme})`,
      run: async ({ core }) => {
        const plain = await signSample(core.signWebhook, { body: TEXT, scheme })
        const viewed = await signSample(core.signWebhook, { body: embed(toBytes(TEXT)), scheme })
        expectEqual(viewed.headers, plain.headers)
      },
    },
    {
      title: `a view with an offset verifies, and fails with an extra byte (${scheme})`,
      run: async ({ core }) => {
        const { headers, path } = await signSample(core.signWebhook, { body: TEXT, scheme })
        const view = embed(toBytes(TEXT))
        const event = await core.verifyWebhook({ headers, path, body: view }, VERIFY)
        expectEqual(event.rawBody, TEXT)
        const wider = new Uint8Array(view.buffer, 33, view.byteLength + 1)
        const verified = core.verifyWebhook({ headers, path, body: wider }, VERIFY)
        await expectRejection(verified, { reason: 'mismatch' })
      },
    },
    {
      title: `two bytes that are both not UTF-8 have different signatures (${scheme})`,
      run: async ({ core }) => {
        const body = toBytes(paymentBody({ note: '?' }))
        const index = body.indexOf(0x3f)
        body[index] = 0xff
        const { headers, path } = await signSample(core.signWebhook, { body, scheme })
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
        const webhook = await signSample(core.signWebhook, { body, scheme })
        expectEqual((await core.verifyWebhook(webhook, VERIFY)).rawBody, `\uFEFF${TEXT}`)
        const without = core.verifyWebhook({ ...webhook, body: body.subarray(3) }, VERIFY)
        await expectRejection(without, { reason: 'mismatch' })
      },
    },
  ]),
  {
    title: 'a request signs a view with an offset like its text',
    run: async ({ core }) => {
      const request = { method: 'POST', path: '/api/v1/x', timestamp: String(NOW_MS) }
      const viewed = await core.signRequest({ ...request, body: embed(toBytes(TEXT)) }, SECRET)
      expectEqual(viewed, await core.signRequest({ ...request, body: TEXT }, SECRET))
    },
  },
  {
    title: 'a change after the call does not affect the signature',
    run: async ({ core }) => {
      const body = toBytes(TEXT)
      const signing = signSample(core.signWebhook, { body })
      body.fill(0x20)
      expectEqual(
        (await signing).headers,
        (await signSample(core.signWebhook, { body: TEXT })).headers,
      )
    },
  },
  {
    title: 'a parsed body is a TypeError',
    run: async ({ core }) => {
      const webhook = { headers: {}, path: '/', body: JSON.parse(TEXT) as never }
      await expectRejection(core.verifyWebhook(webhook, VERIFY), { name: 'TypeError' })
    },
  },
  ...[1, 7, 4096].map(
    (pieceBytes): PortableCase => ({
      title: `a stream in pieces of ${pieceBytes} bytes is joined`,
      run: ({ core }) => receiveInPieces(core, pieceBytes),
    }),
  ),
]
