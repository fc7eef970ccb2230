// An API gateway in front of `handler.ts`. `GATEWAY=rest`: a REST API with the stage `prod`, which sends version 1 of the event and
// every body as Base64. Otherwise a function URL, which sends version 2 and JSON as text.
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'
import * as functions from './handler.ts'

const STAGE = 'prod'
const toEvent = process.env.GATEWAY === 'rest' ? toRestEvent : toUrlEvent

createServer((req, res) => {
  respond(req, res).catch((error) => {
    console.error(error)
    res.writeHead(502).end()
  })
}).listen(process.env.PORT, '127.0.0.1')

async function respond(req, res) {
  const path = req.url.replace(/\?.*/, '')
  const name = path.endsWith('/orders') ? 'order' : 'webhook'
  const run = functions.handler ?? functions[name]
  const result = await run(toEvent(req, path, await buffer(req)), {})
  const { statusCode, headers, multiValueHeaders, body = '', isBase64Encoded } = result
  res.writeHead(statusCode, { ...headers, ...multiValueHeaders })
  res.end(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'))
}

function toRestEvent({ method, headers }, pathWithStage, bytes) {
  const path = pathWithStage.slice(`/${STAGE}`.length) || '/'
  const lists = Object.entries(headers).map(([name, value]) => [name, [value]])
  return {
    resource: '/{proxy+}',
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: Object.fromEntries(lists),
    queryStringParameters: null,
    multiValueQueryStringParameters: null,
    pathParameters: { proxy: path.slice(1) },
    stageVariables: null,
    requestContext: {
      stage: STAGE,
      path: pathWithStage,
      resourcePath: '/{proxy+}',
      httpMethod: method,
      protocol: 'HTTP/1.1',
      domainName: headers.host,
      identity: { sourceIp: '127.0.0.1', userAgent: 'gateway' },
    },
    body: bytes.length === 0 ? null : bytes.toString('base64'),
    isBase64Encoded: bytes.length > 0,
  }
}

function toUrlEvent({ method, headers }, rawPath, bytes) {
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString: '',
    headers,
    requestContext: {
      stage: '$default',
      domainName: headers.host,
      http: {
        method,
        path: rawPath,
        protocol: 'HTTP/1.1',
        sourceIp: '127.0.0.1',
        userAgent: 'gateway',
      },
    },
    ...(bytes.length === 0 ? {} : { body: bytes.toString() }),
    isBase64Encoded: false,
  }
}
