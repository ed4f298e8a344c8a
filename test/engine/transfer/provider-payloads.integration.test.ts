import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { createEngine } from '../../../src/main/engine/engine.ts'
import type { Engine } from '../../../src/main/engine/engine-rooms.ts'
import { systemClock } from '../../../src/main/engine/system.ts'
import { MIB } from '../../../src/shared/domain/units.ts'
import { seededRandom, temporaryFolder } from '../../support/core.ts'
import { type ProviderPayload, providerPayloads } from '../../support/provider-payloads.ts'
import { rawClient } from '../../support/raw-client.ts'

/** What a consumer gets: everything but what a replay may change. */
interface Arrived {
  readonly method: string
  readonly headers: readonly string[]
  readonly body: string
}

/** What belongs to the connection and the new target; all else is replayed as it came. */
const MAY_DIFFER: ReadonlySet<string> = new Set(['host', 'connection', 'transfer-encoding', 'content-length'])
const CHUNK_BYTES = 60_000

function openEngine(): Engine {
  const directory = join(temporaryFolder(), 'workspace')
  const random = seededRandom(directory)
  const engine = createEngine({ directory, clock: systemClock, random, log: () => {}, version: '0.0.0', deliver: 'all' })
  onTestFinished(() => engine.close())
  return engine
}

/** A consumer that keeps what arrives, by the case it says it is. */
async function consumer(): Promise<{ url: string; arrived: Map<string, Arrived> }> {
  const arrived = new Map<string, Arrived>()
  const server = createServer((request, response) => {
    void buffer(request).then((body) => keep(request, body, response))
  })
  const keep = (request: IncomingMessage, body: Buffer, response: ServerResponse): void => {
    const pairs = request.rawHeaders.flatMap((name, at) => (at % 2 === 0 ? [[name, request.rawHeaders[at + 1] ?? ''] as const] : []))
    const name = String(request.headers['x-case'])
    arrived.set(name, {
      method: request.method ?? '',
      headers: pairs.filter(([header]) => !MAY_DIFFER.has(header.toLowerCase())).map((pair) => pair.join(': ')),
      body: digest(body),
    })
    response.end()
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, arrived }
}

function digest(body: Buffer): string {
  return `${body.length} bytes ${createHash('sha256').update(body).digest('hex')}`
}

function onTheWire({ method, path, headers, body, isChunked }: ProviderPayload, name: string): Buffer {
  const framing = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`
  const lines = [`${method} ${path} HTTP/1.1`, 'Host: hooks.example', ...headers.map((pair) => pair.join(': ')), framing, `X-Case: ${name}`]
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  if (!isChunked) return Buffer.concat([head, body])
  const chunks: Buffer[] = []
  for (let at = 0; at < body.length; at += CHUNK_BYTES) {
    const chunk = body.subarray(at, at + CHUNK_BYTES)
    chunks.push(Buffer.from(`${chunk.length.toString(16)}\r\n`), chunk, Buffer.from('\r\n'))
  }
  return Buffer.concat([head, ...chunks, Buffer.from('0\r\n\r\n')])
}

test('hundreds of payloads of providers are captured, exported, imported into an empty workspace and replayed exactly', async () => {
  const [there, here, target] = [openEngine(), openEngine(), await consumer()]
  await there.receiver.listen({ port: 0 })
  const payloads = new Map(providerPayloads().map((payload, at) => [`${at} ${payload.name}`, payload]))
  const client = await rawClient(Number(new URL(there.receiver.url() ?? '').port))
  for (const [name, payload] of payloads) {
    await client.send(onTheWire(payload, name))
    await client.response()
  }

  const { ticket } = await there.exports.open({ format: 'ndjson', what: { filter: 'dir:in' }, redaction: null })
  const importing = here.imports.open()
  for await (const text of there.exports.pieces(ticket)) {
    const bytes = Buffer.from(text)
    for (let at = 0; at < bytes.length; at += MIB) await here.imports.write(importing, bytes.subarray(at, at + MIB))
  }
  const { imported, problems } = await here.imports.finish(importing)

  const batch = await here.replays.start({
    target: { kind: 'url', url: target.url, scheme: null },
    mode: 'exact',
    keepHost: false,
    keepPath: false,
    retry: false,
    selection: { filter: 'is:imported' },
  })
  let last = batch
  for await (const view of here.replays.follow(batch.id, new AbortController().signal)) last = view

  const sent = new Map(
    [...payloads].map(([name, { method, headers, body }]): [string, Arrived] => [
      name,
      { method, headers: [...headers.map((pair) => pair.join(': ')), `X-Case: ${name}`], body: digest(body) },
    ]),
  )
  expect({ imported, problems, deliveries: last.deliveries }).toEqual({
    imported: payloads.size,
    problems: 0,
    deliveries: { pending: 0, success: payloads.size, failed: 0, cancelled: 0 },
  })
  expect(target.arrived).toEqual(sent)
})
