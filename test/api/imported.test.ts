import { expect, test } from 'vitest'
import { answer, ok, scriptedServer } from '../support/scripted-server.ts'
import { openPlatform, SECRET, type Platform } from './platform.ts'

async function handOver(from: Platform, to: Platform): Promise<void> {
  const { ticket } = await from.engine.exports.open({ format: 'ndjson', what: { filter: '' }, redaction: null })
  const bundle = (await Array.fromAsync(from.engine.exports.pieces(ticket))).join('')
  const importing = to.engine.imports.open()
  await to.engine.imports.write(importing, Buffer.from(bundle))
  await to.engine.imports.finish(importing)
}

test('an imported delivery is not attempted here, and says what to do instead', async () => {
  const server = await scriptedServer(answer(400))
  const [there, here] = [await openPlatform(), await openPlatform()]
  await there.call('POST', '/api/webhooks', { url: server.url, events: ['*'], secret: SECRET })
  const { deliveryIds } = (await there.call('POST', '/api/events', { eventType: 'lead.created' })).body
  const path = `/api/deliveries/${deliveryIds[0]}`
  await there.until(path, ({ state }) => state === 'failed')
  await handOver(there, here)

  const refused = await here.call('POST', `${path}/attempt`)

  expect({
    refused: [refused.status, refused.body.detail, refused.body.remedy],
    explained: (await here.call('GET', path)).body.explanation.at(-1),
    sent: server.requests.length,
  }).toEqual({
    refused: [409, 'This delivery was imported: it was sent elsewhere.', 'Replay it to send it from here.'],
    explained: 'It was imported, so nothing more happens here; replay it to send it once more.',
    sent: 1,
  })
})

test('a capture that was imported is sent again over REST; a dry run only says what would differ', async () => {
  const server = await scriptedServer(ok)
  const [there, here] = [await openPlatform(), await openPlatform()]
  await there.engine.receiver.listen({ port: 0 })
  await fetch(`${there.engine.receiver.url()}/hooks`, { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } })
  await handOver(there, here)
  const capture = (await here.call('GET', '/api/captures')).body.items[0].id
  const target = { kind: 'url', url: server.url, scheme: null }

  const dry = await here.call('POST', `/api/captures/${capture}/replay`, { target, dryRun: true })
  const replayed = await here.call('POST', `/api/captures/${capture}/replay`, { target })
  await here.until(`/api/deliveries/${replayed.body.deliveryId}`, ({ state }) => state === 'success')

  expect({
    dry: [dry.status, dry.body.deliveryId, dry.body.changes],
    replayed: [replayed.status, replayed.body.changes],
    bodies: server.requests.map(({ body }) => body),
    unknown: (await here.call('POST', '/api/captures/capture_none/replay', { target })).status,
    untargeted: (await here.call('POST', `/api/captures/${capture}/replay`, {})).status,
  }).toEqual({
    dry: [202, null, dry.body.changes],
    replayed: [202, dry.body.changes],
    bodies: ['{"a":1}'],
    unknown: 404,
    untargeted: 422,
  })
})
