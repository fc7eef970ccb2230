/**
 * Which fault happens now: rules in the order they were added, then a seeded draw.
 * Knows nothing of what a fault does.
 *
 * @module
 */
import type { Random } from '../random.ts'
import type { Aim, Fault, FaultKind, FaultRule } from './fault.ts'
import { FAULTS, toFault } from './fault.ts'
import type { FaultRates } from './parse-faults.ts'
import { parseFaultRates, parseFaultRule } from './parse-faults.ts'

/** A rule in force. */
export interface ActiveFault extends FaultRule {
  /** Names it in `remove`. */
  readonly faultId: string
  /** How often it will still happen. */
  readonly times: number
}

/** Switches faults on and off. */
export interface FaultSwitches {
  /** Switches a fault on and returns its id. Throws a `TypeError` that names what is wrong with it. */
  readonly add: (rule: FaultRule) => string
  /** Switches a fault off. `false` when it is not on (any more). */
  readonly remove: (faultId: string) => boolean
  /** What is on. */
  readonly list: () => readonly ActiveFault[]
  /**
   * How likely each fault is on top of the rules, from 0 to 1 for each call, webhook or payment. What may happen before or
   * after a call takes effect happens as often before as after.
   */
  readonly setRates: (rates: FaultRates) => void
  /** Switches everything off. */
  readonly clear: () => void
}

/** What happens now. */
export interface Occasion {
  readonly place: 'call' | 'webhook' | 'money'
  readonly on?: Aim | undefined
  readonly status?: string | undefined
  readonly id?: string | undefined
  /** The faults that make no sense here. */
  readonly except?: readonly FaultKind[] | undefined
}

/** The faults of one sandbox. */
export interface FaultBox extends FaultSwitches {
  /** The fault that happens now, if any: it counts as having happened. */
  readonly takeOne: (occasion: Occasion) => Fault | undefined
  /** Every fault that happens now. */
  readonly takeAll: (occasion: Occasion) => readonly Fault[]
  /** The rule that closes the port, which can't wait for a call. */
  readonly takeRefusal: () => Fault | undefined
}

/** What the faults stand on. */
export interface FaultBoxParts {
  readonly rules: readonly FaultRule[]
  readonly rates: FaultRates
  readonly random: Random
  readonly changed: () => void
}

/** Creates the faults. */
export function createFaultBox({ rules, rates, random, changed }: FaultBoxParts): FaultBox {
  const active = new Map<string, ActiveFault>()
  let currentRates = rates
  let count = 0

  const add = (rule: FaultRule): string => {
    count += 1
    const faultId = String(count)
    const checked = parseFaultRule({ ...rule })
    active.set(faultId, { ...checked, faultId, times: checked.times ?? 1 })
    changed()
    return faultId
  }

  const use = (fault: ActiveFault): Fault => {
    const times = fault.times - 1
    if (times > 0) active.set(fault.faultId, { ...fault, times })
    else active.delete(fault.faultId)
    changed()
    return toFault(fault)
  }

  const takeMatching = (occasion: Occasion): readonly Fault[] =>
    [...active.values()].filter((fault) => isMatch(fault, occasion)).map(use)

  const takeFirst = (occasion: Occasion): Fault | undefined => {
    const first = [...active.values()].find((fault) => isMatch(fault, occasion))
    return first && use(first)
  }

  const draw = (occasion: Occasion): Fault | undefined => {
    const kind = drawKind(currentRates, occasion, random)
    if (kind === undefined) return undefined
    // What may happen before the call takes effect or after it happens as often before as after.
    const isEither = FAULTS[kind].parameters.includes('afterCommit')
    return toFault({ kind, afterCommit: isEither ? random() < 0.5 : undefined })
  }

  for (const rule of rules) add(rule)
  return {
    add,
    remove: (faultId) => {
      const existed = active.delete(faultId)
      changed()
      return existed
    },
    list: () => [...active.values()],
    setRates: (next) => {
      currentRates = parseFaultRates(next)
    },
    clear: () => {
      active.clear()
      currentRates = {}
      changed()
    },
    takeOne: (occasion) => takeFirst(occasion) ?? draw(occasion),
    takeAll: (occasion) => {
      const drawn = draw(occasion)
      return [...takeMatching(occasion), ...(drawn === undefined ? [] : [drawn])]
    },
    takeRefusal: () => {
      const refusal = [...active.values()].find(({ kind }) => kind === 'refuse')
      return refusal && use(refusal)
    },
  }
}

function isMatch(fault: ActiveFault, { place, on, status, id, except = [] }: Occasion): boolean {
  return (
    FAULTS[fault.kind].place === place &&
    !except.includes(fault.kind) &&
    (fault.on === undefined || fault.on === on) &&
    (fault.status === undefined || fault.status === status) &&
    (fault.id === undefined || fault.id === id)
  )
}

// One number decides, so that a fault more or less in the list does not shift all later draws.
function drawKind(rates: FaultRates, occasion: Occasion, random: Random): FaultKind | undefined {
  const possible = (Object.entries(rates) as [FaultKind, number][]).filter(
    ([kind]) => FAULTS[kind].place === occasion.place,
  )
  if (possible.length === 0) return undefined
  let left = random()
  for (const [kind, rate] of possible) {
    left -= rate
    if (left < 0) return occasion.except?.includes(kind) === true ? undefined : kind
  }
  return undefined
}
