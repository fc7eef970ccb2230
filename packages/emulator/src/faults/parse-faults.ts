/**
 * Checks faults that come from outside: from JSON, and from the short form of the command line.
 * Makes none.
 *
 * @module
 */
import type { FaultKind, FaultRule } from './fault.ts'
import { FAULT_KINDS, FAULTS, isFaultKind } from './fault.ts'

/** How likely each fault is, from 0 to 1. */
export type FaultRates = Readonly<Partial<Record<FaultKind, number>>>

const COMMON_FIELDS: readonly string[] = ['kind', 'on', 'id', 'times']

/** The longest delay of a timer in milliseconds. */
const MAX_NUMBER = 2 ** 31 - 1
const MAX_COPIES = 100

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
  const { place, targets, parameters } = FAULTS[kind]
  const statusField = place === 'webhook' ? ['status'] : []
  const fields: readonly string[] = [...COMMON_FIELDS, ...statusField, ...parameters]
  const unknown = Object.keys(input).find(
    (field) => input[field] !== undefined && !fields.includes(field),
  )
  if (unknown !== undefined) throw new TypeError(`${kind} does not take ${unknown}`)
  const rule = {
    kind,
    on: targets.find((target) => target === on),
    status: textOf('status', status),
    id: textOf('id', id),
    times: times === 'always' ? Infinity : countOf('times', times),
  }
  if (on !== undefined && rule.on === undefined) {
    throw new TypeError(`on must be one of ${targets.join(', ')} for ${kind}`)
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
  const max = name === 'copies' ? MAX_COPIES : MAX_NUMBER
  const min = name === 'skewMs' ? -max : 0
  const isNumber = typeof value === 'number' && Number.isInteger(value)
  if (isNumber && value >= min && value <= max) return value
  throw new TypeError(`${name} must be a whole number from ${min} to ${max}`)
}

function countOf(name: string, value: unknown): number | undefined {
  if (value === undefined || value === Infinity) return value
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1) return value
  throw new TypeError(`${name} must be a whole number of at least 1`)
}

/** Checks rates. */
export function parseFaultRates(input: Readonly<Record<string, unknown>>): FaultRates {
  for (const [kind, rate] of Object.entries(input)) {
    if (!isFaultKind(kind)) throw new TypeError(`${kind} is not a fault: ${FAULT_KINDS.join(', ')}`)
    if (typeof rate !== 'number' || !(rate >= 0 && rate <= 1)) {
      throw new TypeError(`The rate of ${kind} must be a number from 0 to 1`)
    }
  }
  assertSums(input)
  return input
}

// A point draws one fault at most, so the rates of a place add up to 1 at most.
function assertSums(rates: FaultRates): void {
  const percents = new Map<string, number>()
  for (const [kind, rate = 0] of Object.entries(rates)) {
    if (!isFaultKind(kind)) continue
    const { place } = FAULTS[kind]
    const percent = (percents.get(place) ?? 0) + rate * 100
    if (percent > 100.000_001) {
      throw new TypeError(
        `The rates of ${place} faults add up to ${Math.ceil(percent)} %, over 100 %`,
      )
    }
    percents.set(place, percent)
  }
}

/** A list of faults in the short form. */
export interface FaultList {
  readonly rules: readonly FaultRule[]
  readonly rates: FaultRates
}

const SHORT_FORM = /^([a-z0-9-]+)(?:@([a-z.]+))?(?:\*(\d+|always)|=(\d+(?:\.\d+)?)%)?$/

/**
 * Reads the short form: `http-500`, `drop*3`, `duplicate*always`, `stall-body@orders.create`, `http-502=5%`, separated by commas.
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
    else throw new TypeError(`"${part}": a rate takes no target`)
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
