import { createServer, type AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { sweepUnfinished } from '../../../src/main/engine/receiver/sweep.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { KIB, MIB } from '../../../src/shared/domain/units.ts'
import { testCore } from '../../support/core.ts'
import { pick, startReceiver } from './receiver-kit.ts'

async function takenPort(): Promise<number> {
  const holder = createServer()
  await new Promise<void>((resolve) => {
    holder.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    holder.close()
  })
  return (holder.address() as AddressInfo).port
}

it('says which port is taken and which flag changes it', async () => {
  const port = await takenPort()
  const { receiver } = await startReceiver()
  await receiver.close()
  const error: unknown = await receiver.listen({ host: '127.0.0.1', port }).catch((each: unknown) => each)
  expect(error).toBeInstanceOf(HookscopeError)
  const { code, message, remedy } = error as HookscopeError
  expect({ code, message, flag: remedy.includes('--receiver-port'), status: receiver.status() }).toEqual({
    code: 'port_in_use',
    message: `Port ${port} for the receiver is taken.`,
    flag: true,
    status: { state: 'off', reason: `${message} ${remedy}` },
  })
})

it('stays where it is when the port it is to move to is taken', async () => {
  const taken = await takenPort()
  const { receiver, client, port } = await startReceiver()
  const sender = await client()
  const error: unknown = await receiver.listen({ port: taken }).catch((each: unknown) => each)
  await sender.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  const { status } = await sender.response()
  expect({ code: (error as HookscopeError).code, status, state: receiver.status() }).toEqual({
    code: 'port_in_use',
    status: 200,
    state: { state: 'listening', url: `http://127.0.0.1:${port}` },
  })
})

it('keeps its connections when it is told to listen where it does', async () => {
  const { receiver, client, port } = await startReceiver()
  const sender = await client()
  await receiver.listen({ port })
  await sender.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  expect((await sender.response()).status).toBe(200)
})

it('keeps its host when it moves, and no other port when it is moved twice at once', async () => {
  const { receiver } = await startReceiver()
  await receiver.listen({ host: 'localhost', port: 0 })
  const urls = await Promise.all(
    [0, 0].map(async (port) => {
      await receiver.listen({ port })
      return receiver.url() ?? ''
    }),
  )
  const answers = await Promise.all(
    urls.map((url) =>
      fetch(url).then(
        ({ status }) => status,
        () => 'closed',
      ),
    ),
  )
  expect({ hosts: urls.map((url) => new URL(url).hostname), answers, isLast: receiver.url() === urls[1] }).toEqual({
    hosts: ['localhost', 'localhost'],
    answers: ['closed', 404],
    isLast: true,
  })
})

it('says when an address is not of this machine', async () => {
  const { receiver } = await startReceiver()
  const error: unknown = await receiver.listen({ host: '192.0.2.1', port: 0 }).catch((each: unknown) => each)
  expect(error).toMatchObject({ code: 'address_unavailable', message: 'The receiver cannot listen on 192.0.2.1, port 0 (EADDRNOTAVAIL).' })
})

it('lets go of its port, its idle connections and half-read heads when it closes', async () => {
  const { receiver, client, port } = await startReceiver()
  const idle = await client()
  await idle.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  await idle.response()
  const half = await client()
  await half.send('GET /webhooks')
  await receiver.close()
  await Promise.all([idle.closed(), half.closed()])
  await receiver.listen({ host: '127.0.0.1', port })
  const again = await client()
  await again.send('GET /webhooks/crm HTTP/1.1\r\n\r\n')
  const { status } = await again.response()
  expect({ status, state: receiver.status() }).toEqual({ status: 200, state: { state: 'listening', url: `http://127.0.0.1:${port}` } })
})

it('ends at the next start what a crash left arriving', async () => {
  const core = testCore()
  const { client, waitFor, captures } = await startReceiver({ core })
  const sender = await client()
  await sender.send(`POST /webhooks/crm HTTP/1.1\r\nContent-Length: ${MIB}\r\n\r\n`)
  await sender.send(Buffer.alloc(300 * KIB, 'x'))
  await waitFor((stored) => stored[0]?.state === 'receiving')
  sweepUnfinished(core)
  expect(captures().map((capture) => pick(capture, 'state', 'request_bytes', 'notes'))).toEqual([
    {
      state: 'incomplete',
      request_bytes: 256 * KIB,
      notes: ['Hookscope ended while this body was arriving; what had arrived until then was kept.'],
    },
  ])
})
