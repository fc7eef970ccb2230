/**
 * Program: the provider's end of `orders.create`: reads the body and answers at once. Sends its port over IPC.
 *
 * @module
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const ANSWER = JSON.stringify({
  code: '00000',
  data: { checkoutUrl: 'https://checkout.example/1', status: 'INIT' },
})

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(ANSWER)
  })
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
