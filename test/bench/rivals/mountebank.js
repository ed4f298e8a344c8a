import mountebank from 'mountebank'
import { createServer } from 'node:net'

// One imposter that records what comes in memory, and answers as the receiver does.
const freePort = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const { port } = probe.address()
    probe.close(() => resolve(port))
  })
})
await mountebank.create({
  port: freePort,
  host: '127.0.0.1',
  mock: true,
  log: { level: 'error', transports: { console: { colorize: false, format: '%message' } } },
})
const answer = await fetch(`http://127.0.0.1:${freePort}/imposters`, {
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify({
    protocol: 'http',
    recordRequests: true,
    stubs: [
      {
        responses: [
          {
            is: {
              statusCode: 200,
              headers: { 'Content-Type': 'application/json', 'Content-Length': '17', Connection: 'keep-alive' },
              body: '{"received":true}',
            },
          },
        ],
      },
    ],
  }),
})
const { port } = await answer.json()
process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${port}/` })}\n`)
process.on('SIGTERM', () => process.exit(0))
