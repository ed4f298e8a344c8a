import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

// The yardstick of the capture row: a node:http server that reads the body and answers, and nothing else.
const answer = Buffer.from('{"received":true}')
const server = createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': answer.length })
    response.end(answer)
  })
})
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`${JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` })}\n`),
)
process.on('SIGTERM', () => process.exit(0))
