/**
 * The five lines of the README.
 *
 * @module
 */
import type { Finding } from '../measure/finding.ts'

/** The README's table, of the findings of the bench's own Node. */
export function toReadmeLines(node: string, findings: readonly Finding[]): string {
  const find = (row: string, what: string, runtime = `Node ${node}`): Finding =>
    findings.find(
      (each) => each.row === row && each.what.startsWith(what) && each.runtime === runtime,
    ) ?? missing(`${row}: ${what}`)
  const ours = (finding: Finding, digits = 0): string => format(finding.sides?.ours, digits)
  const theirs = (finding: Finding, digits = 0): string => format(finding.sides?.theirs, digits)
  const verify = find('verify a webhook', '`body` against stripe')
  const standard = find('verify a webhook', '`body` against standardwebhooks')
  const perSecond = (framework: string, against: string): Finding =>
    find(`webhook route, ${framework}`, `requests per second, against ${against}`)
  const [hono, polar] = [perSecond('Hono', 'the same'), perSecond('Hono', '@polar')]
  const [fastify, clerk] = [perSecond('Fastify', 'the same'), perSecond('Fastify', '@clerk')]
  const create = find('`orders.create` on loopback', '')
  const size = (what: string): string => find('size', what, 'esbuild').value.toFixed(1)
  return [
    `On Node ${node}, from the [full tables](packages/docs/benchmarks.md), which also say where and why a row falls short:`,
    '',
    '| | measured | compared with |',
    '| --- | --- | --- |',
    `| verify a webhook | ${ours(verify, 1)} µs | stripe ${theirs(verify, 1)}, standardwebhooks ${theirs(standard, 1)} |`,
    `| webhook route, Hono | ${ours(hono)} requests per second | the same duties by hand ${theirs(hono)}, @polar-sh/hono ${theirs(polar)} |`,
    `| webhook route, Fastify | ${ours(fastify)} requests per second | the same duties by hand ${theirs(fastify)}, @clerk/fastify ${theirs(clerk)} |`,
    `| \`orders.create\` on loopback | ${ours(create)} µs | \`fetch\` and signing by hand ${theirs(create)} |`,
    `| \`verifyWebhook\`, gzipped | ${size('`verifyWebhook` alone')} kB | standardwebhooks ${size('standardwebhooks')}, stripe ${size('stripe')} |`,
    '',
    '![Ours beside published peers: time to verify, routes, sizes](packages/docs/benchmarks-peers.svg)',
  ].join('\n')
}

function format(value: number | undefined, digits: number): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  // What is counted in thousands is not known to a single one.
  const rounded = (value ?? Number.NaN) > 1000 ? Math.round((value ?? 0) / 100) * 100 : value
  return (rounded ?? Number.NaN).toLocaleString('en', options)
}

function missing(what: string): never {
  throw new Error(`not measured: ${what}`)
}
