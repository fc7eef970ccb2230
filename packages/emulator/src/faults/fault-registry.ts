/**
 * Which fault happens at a point: rules in the order they were added, then a seeded draw.
 * Knows nothing of what a fault does.
 *
 * @module
 */
import type { Random } from '../shared/random.ts'
import type { FaultTarget, Fault, FaultKind, FaultRule } from './fault.ts'
import { FAULTS, toFault } from './fault.ts'
import type { FaultRates } from './parse-faults.ts'
import { parseFaultRates, parseFaultRule } from './parse-faults.ts'

/** An active rule. */
export interface ActiveFault extends FaultRule {
  /** Identifies it in `remove`. */
  readonly faultId: string
  /** How many times it will still happen. */
  readonly times: number
}

/** Switches faults on and off. */
export interface FaultSwitches {
  /** Switches a fault on and returns its id. Throws a `TypeError` that names the field that is wrong. */
  readonly add: (rule: FaultRule) => string
  /** Switches a fault off. Returns `false` when it is not on. */
  readonly remove: (faultId: string) => boolean
  /** What is on. */
  readonly list: () => readonly ActiveFault[]
  /**
   * Sets how likely each fault is on top of the rules, from 0 to 1 for each call, webhook or payment. Faults that may happen
   * before or after a call takes effect happen equally often before and after.
   */
  readonly setRates: (rates: FaultRates) => void
  /** Switches everything off. */
  readonly clear: () => void
}

/** A point at which a fault may happen. */
export interface FaultPoint {
  readonly place: 'call' | 'webhook' | 'money'
  readonly on?: FaultTarget | undefined
  readonly status?: string | undefined
  readonly id?: string | undefined
  /** The faults that do not apply here. */
  readonly except?: readonly FaultKind[] | undefined
}

/** The faults of one emulator: rules and rates. */
export interface FaultRegistry extends FaultSwitches {
  /** The fault that happens at this point, if any. Uses it up. */
  readonly next: (point: FaultPoint) => Fault | undefined
  /** Every fault that happens at this point. Uses them up. */
  readonly nextAll: (point: FaultPoint) => readonly Fault[]
  /** The rule that closes the port: it can't wait for a call. Uses it up. */
  readonly nextRefusal: () => Fault | undefined
}

export interface FaultRegistryDeps {
  readonly rules: readonly FaultRule[]
  readonly rates: FaultRates
  readonly random: Random
  readonly onChange: () => void
}

export function createFaultRegistry({
  rules,
  rates,
  random,
  onChange,
}: FaultRegistryDeps): FaultRegistry {
  const active = new Map<string, ActiveFault>()
  let currentRates = rates
  let count = 0

  const add = (rule: FaultRule): string => {
    count += 1
    const faultId = String(count)
    const checked = parseFaultRule({ ...rule })
    active.set(faultId, { ...checked, faultId, times: checked.times ?? 1 })
    onChange()
    return faultId
  }

  const use = (fault: ActiveFault): Fault => {
    const times = fault.times - 1
    if (times > 0) active.set(fault.faultId, { ...fault, times })
    else active.delete(fault.faultId)
    onChange()
    return toFault(fault)
  }

  const useAll = (point: FaultPoint): readonly Fault[] =>
    [...active.values()].filter((fault) => isMatch(fault, point)).map(use)

  const useFirst = (point: FaultPoint): Fault | undefined => {
    const first = [...active.values()].find((fault) => isMatch(fault, point))
    return first && use(first)
  }

  const draw = (point: FaultPoint): Fault | undefined => {
    const kind = drawKind(currentRates, point, random)
    if (kind === undefined) return undefined
    // Before the call takes effect, or after it: equally often.
    const isEither = FAULTS[kind].parameters.includes('afterCommit')
    return toFault({ kind, afterCommit: isEither ? random() < 0.5 : undefined })
  }

  for (const rule of rules) add(rule)
  return {
    add,
    remove: (faultId) => {
      const existed = active.delete(faultId)
      onChange()
      return existed
    },
    list: () => [...active.values()],
    setRates: (next) => {
      currentRates = parseFaultRates(next)
    },
    clear: () => {
      active.clear()
      currentRates = {}
      onChange()
    },
    next: (point) => useFirst(point) ?? draw(point),
    nextAll: (point) => {
      const drawn = draw(point)
      return [...useAll(point), ...(drawn === undefined ? [] : [drawn])]
    },
    nextRefusal: () => {
      const refusal = [...active.values()].find(({ kind }) => kind === 'refuse')
      return refusal && use(refusal)
    },
  }
}

function isMatch(fault: ActiveFault, { place, on, status, id, except = [] }: FaultPoint): boolean {
  return (
    FAULTS[fault.kind].place === place &&
    !except.includes(fault.kind) &&
    (fault.on === undefined || fault.on === on) &&
    (fault.status === undefined || fault.status === status) &&
    (fault.id === undefined || fault.id === id)
  )
}

// One number decides, so that one more fault in the list does not shift all later draws.
function drawKind(rates: FaultRates, point: FaultPoint, random: Random): FaultKind | undefined {
  const possible = (Object.entries(rates) as [FaultKind, number][]).filter(
    ([kind]) => FAULTS[kind].place === point.place,
  )
  if (possible.length === 0) return undefined
  let left = random()
  for (const [kind, rate] of possible) {
    left -= rate
    if (left < 0) return point.except?.includes(kind) === true ? undefined : kind
  }
  return undefined
}
