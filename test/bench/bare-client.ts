import { Agent, request } from 'node:http'

// The yardstick of the send row: a node:http client that posts the same body over the same number of connections.
const [url = '', connections = '64', count = '1000', bytes = '1024', warmUp = '0'] = process.argv.slice(2)
const body = Buffer.alloc(Number(bytes), 'x')
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) })
let left = 0

function post(): Promise<void> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method: 'POST', agent, headers: { 'Content-Type': 'application/json', 'Content-Length': body.length } },
      (response) => {
        response.resume()
        response.on('end', resolve)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

async function drive(): Promise<void> {
  while (left-- > 0) await post()
}

async function send(events: number): Promise<void> {
  left = events
  await Promise.all(Array.from({ length: Number(connections) }, drive))
}

await send(Number(warmUp))
const startedAt = performance.now()
await send(Number(count))
process.stdout.write(`${JSON.stringify({ requestsPerSecond: (Number(count) * 1_000) / (performance.now() - startedAt) })}\n`)
agent.destroy()
