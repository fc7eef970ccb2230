/**
 * What a whole shop exports: one way from an order to its handler, the documented names, and nothing that identifies.
 *
 * @module
 */
import { readFileSync } from 'node:fs'
import { DataPointType } from '@opentelemetry/sdk-metrics'
import type { MetricData } from '@opentelemetry/sdk-metrics'
import { SpanKind } from '@opentelemetry/api'
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base'
import { afterAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { runShop } from './support/run-shop.ts'
import { linesOf, metricRows, prometheusNames, spanRows } from './support/tables.ts'

const shop = await runShop()
const metrics = await shop.collect()
const spans = shop.spans()
afterAll(() => shop.close())

const page = readFileSync(new URL('../../docs/packages/opentelemetry.md', import.meta.url), 'utf8')
const dashboard = readFileSync(new URL('../dashboards/grafana.json', import.meta.url), 'utf8')
const alerts = readFileSync(new URL('../dashboards/alerts.yaml', import.meta.url), 'utf8')

const named = (name: string): ReadableSpan[] => spans.filter((span) => span.name === name)
const idOf = (span: ReadableSpan): string => span.spanContext().spanId

describe('the spans of a payment', () => {
  const order = named('POST /checkout')[0]
  const [webhook] = named('receive paystablecoin.webhooks').filter(
    ({ attributes }) => attributes['paystablecoin.outcome'] === 'received',
  )
  const tries = named('process paystablecoin.inbox')

  it('lead from the webhook through the inbox and the worker to the handler, in one trace', () => {
    const trace = spans.filter(
      (span) => span.spanContext().traceId === webhook?.spanContext().traceId,
    )
    const printed = linesOf(trace, spans)
    console.log(printed.join('\n'))
    expect(printed).toEqual([
      'POST /webhook',
      '  receive paystablecoin.webhooks SUCCEEDED received',
      '    send paystablecoin.inbox',
      '      process paystablecoin.inbox SUCCEEDED failed -> send paystablecoin.inbox, POST /checkout',
      '        UPDATE orders',
      '      process paystablecoin.inbox SUCCEEDED handled -> send paystablecoin.inbox, POST /checkout',
      '        UPDATE orders',
    ])
  })

  it('are linked to those of the order, which has a span for the call and one for each attempt', () => {
    const trace = spans.filter(
      (span) => span.spanContext().traceId === order?.spanContext().traceId,
    )
    const printed = linesOf(trace, spans)
    console.log(printed.join('\n'))
    expect(printed).toEqual([
      'POST /checkout',
      '  paystablecoin POST /orders ok',
      '    POST /orders',
      '    POST /orders',
    ])
    for (const { links } of tries) {
      expect(links.map(({ context }) => context.spanId)).toContain(order && idOf(order))
    }
  })

  it('are of the kinds that the page names', () => {
    const kinds = { internal: SpanKind.INTERNAL, client: SpanKind.CLIENT } as const
    const messaging = { consumer: SpanKind.CONSUMER, producer: SpanKind.PRODUCER } as const
    const all: Readonly<Record<string, SpanKind>> = { ...kinds, ...messaging }
    for (const row of spanRows(page)) {
      const emitted = spans.filter(({ name }) => row.matches(name))
      expect(emitted.map(({ kind }) => kind)).toContain(all[row.kind])
      expect(new Set(emitted.map(({ kind }) => kind)).size).toBe(1)
    }
  })

  it('have the attributes that the page names, and no others', () => {
    for (const row of spanRows(page)) {
      const emitted = spans.filter(({ name }) => row.matches(name))
      const attributes = new Set(emitted.flatMap((span) => Object.keys(span.attributes)))
      expect([...attributes].toSorted()).toEqual(row.attributes.toSorted())
    }
    const own = ['POST /checkout', 'POST /webhook', 'UPDATE orders']
    const unknown = spans.filter(({ name }) => !spanRows(page).some((row) => row.matches(name)))
    expect([...new Set(unknown.map(({ name }) => name))].toSorted()).toEqual(own)
  })
})

describe('the metrics', () => {
  it('are those of the table in the page: name, kind, unit and labels', () => {
    const emitted = metrics.map(toRow)
    const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
    expect(emitted.toSorted(byName)).toEqual(metricRows(page).toSorted(byName))
  })

  it('tell of the inbox and of the secret', () => {
    const secret = metrics.find(({ descriptor }) => descriptor.name.includes('secret'))
    expect(secret?.dataPoints[0]?.attributes).toEqual({ 'paystablecoin.secret.index': 0 })
    const entries = metrics.find(({ descriptor }) => descriptor.name.includes('entries'))
    const states = entries?.dataPoints.map(({ attributes }) => attributes['paystablecoin.state'])
    expect(states).toEqual(['waiting', 'active', 'dead'])
  })

  it('are all on the dashboard, which shows no others', () => {
    const { panels } = JSON.parse(dashboard) as { panels: { targets: { expr: string }[] }[] }
    const text = panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)).join('\n')
    const { metricNames, labelNames, bases } = prometheusNames(metricRows(page))
    expect(wordsIn(text).filter((word) => !metricNames.has(word) && !labelNames.has(word))).toEqual(
      [],
    )
    expect([...bases].filter((base) => !text.includes(base))).toEqual([])
  })

  it('and their labels are the ones that the alerts name', () => {
    const { groups } = parse(alerts) as {
      groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[]
    }
    const rules = groups.flatMap((group) => group.rules)
    const text = rules.map(({ expr }) => expr).join('\n')
    const { metricNames, labelNames } = prometheusNames(metricRows(page))
    expect(wordsIn(text).filter((word) => !metricNames.has(word) && !labelNames.has(word))).toEqual(
      [],
    )
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length)
    for (const { annotations } of rules)
      expect(Object.keys(annotations)).toEqual(['summary', 'description'])
  })
})

it('nothing that was exported holds an id, a secret, a signature, a body or an error’s message', () => {
  const exported = JSON.stringify([
    metrics.map(({ dataPoints, descriptor }) => [dataPoints, descriptor]),
    spans.map(({ name, attributes, events, status, links }) => [
      [name, attributes, events, status],
      links.map((link) => link.attributes),
    ]),
  ])
  expect(shop.hidden.length).toBeGreaterThan(8)
  for (const text of shop.hidden) {
    expect(exported).not.toContain(JSON.stringify(text).slice(1, -1))
  }
  expect(exported).not.toContain('the database is away')
  expect(exported).not.toContain('/webhook/payment')
  // The search finds what is there.
  expect(exported).toContain('/orders/{merchantOrderId}')
})

function toRow({ descriptor, dataPointType, dataPoints }: MetricData) {
  const { name, unit } = descriptor
  const labels = new Set(dataPoints.flatMap(({ attributes }) => Object.keys(attributes)))
  const kinds: Readonly<Record<number, string>> = {
    [DataPointType.HISTOGRAM]: 'histogram',
    [DataPointType.SUM]: 'counter',
    [DataPointType.GAUGE]: 'gauge',
  }
  return { name, kind: kinds[dataPointType], unit, labels: [...labels].toSorted() }
}

// Words with an underscore are metrics and labels; functions of PromQL that have one are not.
function wordsIn(text: string): string[] {
  const withoutValues = text.replaceAll(/"[^"]*"/g, '').replaceAll(/\$__rate_interval/g, '')
  const words = withoutValues.match(/\b[a-z]+(?:_[a-z]+)+\b/g) ?? []
  return words.filter((word) => word !== 'histogram_quantile')
}
