import { getLocal } from 'mockttp'

// Records what comes in memory, and answers as the receiver does.
const server = getLocal({ recordTraffic: true })
await server.start()
await server.forPost('/webhooks/crm').thenReply(200, '{"received":true}', { 'Content-Type': 'application/json', 'Content-Length': '17' })
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${server.port}/` })}\n`)
process.on('SIGTERM', () => process.exit(0))
