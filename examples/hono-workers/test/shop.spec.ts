/**
 * The README's two commands, on free ports: the Worker under wrangler takes payments from the emulator.
 *
 * @module
 */
import { describeShop } from '@paystablecoin/runtimes/describe-shop'

describeShop('the Worker under wrangler', {
  readme: new URL('../README.md', import.meta.url),
  toOptions: ({ shop, emulatorUrl }) => ({
    args: [
      ...`--port ${shop} --inspector-port 0 --var PSC_BASE_URL:${emulatorUrl}`.split(' '),
      ...`--var PUBLIC_URL:http://127.0.0.1:${shop}`.split(' '),
    ],
  }),
  // A body may have 15,000 bytes, so that its entry fits into a message of the queue.
  longestId: 14_000,
  reconcile: ({ url }) => fetch(`${url}/cdn-cgi/handler/scheduled`),
})
