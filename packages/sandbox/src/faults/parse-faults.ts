/**
 * Faults from outside, checked: from JSON, and from the short form of the command line.
 * Makes none.
 *
 * @module
 */
import type { FaultKind, FaultRule } from './fault.ts'
import { FAULT_KINDS, FAULTS, isFaultKind } from './fault.ts'

/** How likely each fault is, from 0 to 1. */
export type FaultRates = Readonly<Partial<Record<FaultKind, number>>>

const AIMS = [
  'orders.create',
  'orders.retrieve',
  'refunds.create',
  'refunds.retrieve',
  'payment',
  'refund',
] as const

const COMMON_FIELDS: readonly string[] = ['kind', 'on', 'status', 'id', 'times']

/**
 * Checks a rule, such as one from JSON.
 *
 * @throws {TypeError} Names the field that is wrong.
 */
export function parseFaultRule(input: Readonly<Record<string, unknown>>): FaultRule {
  const { kind, on, status, id, times } = input
  if (typeof kind !== 'string' || !isFaultKind(kind)) {
    throw new TypeError(`kind must be one of ${FAULT_KINDS.join(', ')}`)
  }
  const { parameters } = FAULTS[kind]
  const fields: readonly string[] = [...COMMON_FIELDS, ...parameters]
  const stranger = Object.keys(input).find((field) => !fields.includes(field))
  if (stranger !== undefined) throw new TypeError(`${kind} does not take ${stranger}`)
  const rule = {
    kind,
    on: AIMS.find((aim) => aim === on),
    status: textOf('status', status),
    id: textOf('id', id),
    times: times === 'always' ? Infinity : countOf('times', times),
  }
  if (on !== undefined && rule.on === undefined) {
    throw new TypeError(`on must be one of ${AIMS.join(', ')}`)
  }
  return { ...rule, ...numbersOf(input, parameters) }
}

function numbersOf(
  input: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Partial<FaultRule> {
  const entries = names.map((name) => {
    const value = input[name]
    if (name !== 'afterCommit') return [name, numberOf(name, value)]
    if (value !== undefined && typeof value !== 'boolean')
      throw new TypeError(`${name} must be true or false`)
    return [name, value]
  })
  return Object.fromEntries(entries) as Partial<FaultRule>
}

function textOf(name: string, value: unknown): string | undefined {
  if (value === undefined || typeof value === 'string') return value
  throw new TypeError(`${name} must be a text`)
}

function numberOf(name: string, value: unknown): number | undefined {
  if (value === undefined) return undefined
  const isNumber = typeof value === 'number' && !Number.isNaN(value)
  if (isNumber && (value >= 0 || name === 'skewMs')) return value
  throw new TypeError(`${name} must be a number of at least 0`)
}

function countOf(name: string, value: unknown): number | undefined {
  const count = numberOf(name, value)
  if (count === undefined || count >= 1) return count
  throw new TypeError(`${name} must be at least 1`)
}

/** Checks rates. */
export function parseFaultRates(input: Readonly<Record<string, unknown>>): FaultRates {
  for (const [kind, rate] of Object.entries(input)) {
    if (!isFaultKind(kind)) throw new TypeError(`${kind} is not a fault: ${FAULT_KINDS.join(', ')}`)
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
      throw new TypeError(`The rate of ${kind} must be a number from 0 to 1`)
    }
  }
  return input
}

/** A list of faults in the short form. */
export interface FaultList {
  readonly rules: readonly FaultRule[]
  readonly rates: FaultRates
}

const SHORT_FORM = /^([a-z0-9-]+)(?:@([a-z.]+))?(?:\*(\d+|always)|=(\d+(?:\.\d+)?)%)?$/

/**
 * Reads the short form: `http-500`, `drop*3`, `duplicate*always`, `stall-body@orders.create`, `http-502=5%`, with commas between.
 *
 * @throws {TypeError} Names the part that is wrong.
 */
export function parseFaultList(text: string): FaultList {
  const rules: FaultRule[] = []
  const rates: Record<string, number> = {}
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const match = SHORT_FORM.exec(part)
    if (match === null)
      throw new TypeError(`"${part}" is not a fault such as drop*2 or http-500=5%`)
    const [, kind = '', on, times, percent] = match
    if (percent === undefined) rules.push(parseShortRule(kind, on, times))
    else if (on === undefined) rates[kind] = Number(percent) / 100
    else throw new TypeError(`"${part}": a rate can not be aimed`)
  }
  return { rules, rates: parseFaultRates(rates) }
}

function parseShortRule(
  kind: string,
  on: string | undefined,
  times: string | undefined,
): FaultRule {
  const count = times === undefined || times === 'always' ? times : Number(times)
  return parseFaultRule({ kind, ...(on === undefined ? {} : { on }), times: count })
}
