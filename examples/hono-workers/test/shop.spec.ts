/**
 * The README's two commands, on free ports: the Worker under wrangler takes payments from the sandbox.
 *
 * @module
 */
import { describeShop } from '@paystablecoin/runtimes/describe-shop'

describeShop('the Worker under wrangler', {
  readme: new URL('../README.md', import.meta.url),
  toOptions: ({ shop, sandboxUrl }) => ({
    args: ['--port', String(shop), '--inspector-port', '0'].concat([
      '--var',
      `PSC_BASE_URL:${sandboxUrl}`,
      '--var',
      `PUBLIC_URL:http://127.0.0.1:${shop}`,
    ]),
  }),
  reconcile: ({ url }) => fetch(`${url}/cdn-cgi/handler/scheduled`),
})
