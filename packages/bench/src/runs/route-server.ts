/**
 * Program: a server with one webhook route. Arguments: the framework, and whose route. Sends its port over IPC and, on request,
 * its user CPU time.
 *
 * @module
 */
import { startRoute } from '../routes/start-route.ts'

const [, , framework = '', whose = ''] = process.argv
const port = await startRoute(framework, whose)
process.on('message', () => process.send?.({ userCpuUs: process.cpuUsage().user }))
process.send?.({ port })
