/**
 * The tables of the documentation, and spans as an indented text.
 *
 * @module
 */
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'

export interface MetricRow {
  readonly name: string
  readonly kind: string | undefined
  readonly unit: string
  readonly labels: readonly string[]
}

export interface SpanRow {
  readonly matches: (name: string) => boolean
  readonly kind: string
  readonly attributes: readonly string[]
}

/** The rows of the table of metrics. */
export function metricRows(page: string): MetricRow[] {
  return rowsBelow(page, '| metric | kind | unit | labels | tells |').map(
    ([name = '', kind = '', unit = '', labels = '']) => ({
      name: codesIn(name)[0] ?? '',
      kind,
      unit: codesIn(unit)[0] ?? '',
      labels: codesIn(labels).toSorted(),
    }),
  )
}

/** The rows of the table of spans. */
export function spanRows(page: string): SpanRow[] {
  return rowsBelow(page, '| span | kind | parent | attributes |').map(
    ([names = '', kind = '', , attributes = '']) => {
      const patterns = codesIn(names).map((name) => {
        const source = name.replaceAll('.', String.raw`\.`)
        const method = source.replace('{method}', '(?:GET|POST)')
        return new RegExp(`^${method.replace('{route}', '/(?:orders|refunds)\\S*')}$`)
      })
      const matches = (name: string) => patterns.some((pattern) => pattern.test(name))
      return { matches, kind, attributes: codesIn(attributes) }
    },
  )
}

/** The names that an exporter for Prometheus makes of metrics and labels. */
export function prometheusNames(rows: readonly MetricRow[]): {
  readonly bases: ReadonlySet<string>
  readonly metricNames: ReadonlySet<string>
  readonly labelNames: ReadonlySet<string>
} {
  const bases = rows.map(({ name, unit, kind }) => {
    const seconds = unit === 's' ? '_seconds' : ''
    return [underscored(name) + seconds + (kind === 'counter' ? '_total' : ''), kind] as const
  })
  const metricNames = bases.flatMap(([base, kind]) =>
    kind === 'histogram' ? [`${base}_bucket`, `${base}_count`, `${base}_sum`] : [base],
  )
  return {
    bases: new Set(bases.map(([base]) => base)),
    metricNames: new Set(metricNames),
    labelNames: new Set(rows.flatMap(({ labels }) => labels.map(underscored))),
  }
}

/** Spans as a tree, with status, outcome and what each is linked to. */
export function linesOf(spans: readonly ReadableSpan[], all = spans): string[] {
  const ids = new Set(spans.map((span) => span.spanContext().spanId))
  const roots = spans.filter(({ parentSpanContext: parent }) => !ids.has(parent?.spanId ?? ''))
  return roots.flatMap((root) => treeOf(root, spans, all, ''))
}

function treeOf(
  span: ReadableSpan,
  spans: readonly ReadableSpan[],
  all: readonly ReadableSpan[],
  indent: string,
): string[] {
  const { name, attributes, links } = span
  const facts = [attributes['paystablecoin.status'], attributes['paystablecoin.outcome']]
  const linked = links.map(({ context }) => nameOf(context.spanId, all))
  const words = [name, ...facts.filter((fact) => fact !== undefined)].join(' ')
  const line = indent + words + (linked.length === 0 ? '' : ` -> ${linked.join(', ')}`)
  const children = spans.filter(
    ({ parentSpanContext: parent }) => parent?.spanId === span.spanContext().spanId,
  )
  return [line, ...children.flatMap((child) => treeOf(child, spans, all, `${indent}  `))]
}

function nameOf(spanId: string, all: readonly ReadableSpan[]): string {
  return all.find((span) => span.spanContext().spanId === spanId)?.name ?? 'unknown'
}

function rowsBelow(page: string, head: string): string[][] {
  const lines = page.split('\n')
  const start = lines.indexOf(head)
  if (start < 0) throw new Error(`the page has no table "${head}"`)
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function codesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, code]) => code ?? '')
}

function underscored(name: string): string {
  return name.replaceAll('.', '_')
}
