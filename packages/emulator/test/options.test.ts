/**
 * Every option of `createEmulator` and `startEmulator`: a wrong value is a `TypeError` that names the option.
 *
 * @module
 */
import { describe, expect, test } from 'vitest'
import type { EmulatorOptions } from '../src/index.ts'
import { createEmulator, EMULATOR_MERCHANT } from '../src/index.ts'
import type { StartEmulatorOptions } from '../src/node/index.ts'
import { startEmulator } from '../src/node/index.ts'

const NUMBERS = ['5', null, true, {}, [], 5n, Number.NaN, -1, Infinity]
const COUNTS = [...NUMBERS, 0, 1.5]
const FUNCTIONS = ['fetch', null, 5, {}]
const TEXTS = [5, null, true, {}, ['a'], '']
const merchant = (change: Record<string, unknown>) => [{ ...EMULATOR_MERCHANT, ...change }]
const now = () => 0
const startTimer = () => () => undefined

/** Wrong values of each option. */
const WRONG: Readonly<Record<keyof EmulatorOptions, readonly unknown[]>> = {
  merchants: [
    '1000',
    null,
    5,
    {},
    [],
    [null],
    ['1000'],
    [[]],
    ...[undefined, ...TEXTS].flatMap((text) => [
      merchant({ merchantId: text }),
      merchant({ apiKey: text }),
      merchant({ apiSecret: Array.isArray(text) ? [] : text }),
      merchant({ name: text === undefined ? null : text }),
    ]),
    ...['yes', 0, null].map((apiCheckout) => merchant({ apiCheckout })),
    ...[[''], [5], ['a', ''], ' a', 'a\n', ['a', 'b ']].map((apiSecret) => merchant({ apiSecret })),
  ],
  scheme: ['none', 'Request', '', null, 5, ['body']],
  webhookFetch: FUNCTIONS,
  webhookRetryDelaysMs: [
    ...NUMBERS.filter((value) => !Array.isArray(value)),
    ...NUMBERS.map((value) => [value]),
  ],
  webhookTimeoutMs: [...NUMBERS, 0],
  webhookRetryTimestamp: ['stale', '', null, 5, true],
  allowLinkLocal: ['true', null, 0, 1, {}],
  confirmationMs: NUMBERS,
  refundMs: NUMBERS,
  publicUrl: [
    ...TEXTS,
    'nowhere',
    'javascript:alert(1)',
    'ftp://shop.test',
    'https://api.paystablecoin.global',
  ],
  seed: [null, true, {}, [], Number.NaN, Infinity],
  faults: ['drop', null, 5, {}, ['drop'], [null], [{ kind: 'boom' }], [{ kind: 'drop', times: 0 }]],
  faultRates: ['drop', null, 5, [], { boom: 1 }, { drop: -1 }, { drop: '1' }, { drop: Number.NaN }],
  clock: [5, null, 'now', [], {}, { now }, { startTimer }, { now: 0, startTimer }],
  maxOrders: COUNTS,
  maxRecords: COUNTS,
  maxBodyBytes: COUNTS,
}

/** Wrong values of each option that only `startEmulator` has. */
const WRONG_TO_START: Readonly<
  Record<Exclude<keyof StartEmulatorOptions, keyof EmulatorOptions>, readonly unknown[]>
> = {
  port: [...NUMBERS, 1.5, 65_536],
  host: [...TEXTS, 'api.paystablecoin.global'],
  onActivity: [null, 5, 'console.log', {}, []],
  allowHosts: [
    'shop.test',
    null,
    5,
    {},
    ...['', 5, null, 'http://shop.test', 'shop.test:80', 'shop.test/', 'a b', '*', 'a@b'].map(
      (host) => [host],
    ),
  ],
}

const rows = (table: Readonly<Record<string, readonly unknown[]>>) =>
  Object.entries(table).flatMap(([option, values]) =>
    values.map((value) => [option, value] as const),
  )

const NAMED = (option: string) => new RegExp(`^${option}(?:\\b|\\[)`)

describe('createEmulator', () => {
  test.each(rows(WRONG))('rejects %s: %o', (option, value) => {
    const create = () => createEmulator({ [option]: value })
    expect(create).toThrow(TypeError)
    expect(create).toThrow(NAMED(option))
  })

  test.each(['callbackURL', 'port', 'toString'])('rejects %s, which it does not have', (option) => {
    const create = () => createEmulator({ [option]: undefined })
    expect(create).toThrow(new TypeError(`${option} is not an option of the emulator`))
  })

  test.each([null, 5, 'options', []])('rejects %o in place of options', (options) => {
    expect(() => createEmulator(options as EmulatorOptions)).toThrow(TypeError)
  })

  test('never puts a secret into the message', () => {
    const apiSecret = ['the-secret-of-this-merchant ']
    expect(() => createEmulator({ merchants: [{ ...EMULATOR_MERCHANT, apiSecret }] })).toThrow(
      /^(?!.*the-secret)/,
    )
  })

  test('takes undefined for every option', async () => {
    const options = Object.fromEntries(Object.keys(WRONG).map((option) => [option, undefined]))
    await createEmulator(options).close()
  })

  test('takes a clock whose functions need their object', async () => {
    const clock = {
      ms: 1_000,
      now() {
        return this.ms
      },
      startTimer() {
        return () => this.ms
      },
    }
    const emulator = createEmulator({ clock })
    await emulator.advance(5)
    const state = await (await emulator.fetch('http://emulator.test/emulator/state')).json()
    expect(state).toMatchObject({ now: 1_005 })
    await emulator.close()
  })
})

describe('startEmulator', () => {
  test.each([...rows(WRONG), ...rows(WRONG_TO_START)])('rejects %s: %o', async (option, value) => {
    const started = startEmulator({ port: 0, [option]: value })
    await expect(started).rejects.toThrow(TypeError)
    await expect(started).rejects.toThrow(NAMED(option))
  })

  test('rejects an option that it does not have', async () => {
    const options = { port: 0, hostname: 'localhost' } as StartEmulatorOptions
    await expect(startEmulator(options)).rejects.toThrow(
      'hostname is not an option of the emulator',
    )
  })
})
