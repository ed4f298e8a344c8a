import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { type Connection, type ConnectionUser, createConnections } from '../../../src/main/engine/delivery/connections.ts'
import { createFakeClock } from '../../support/fake-clock.ts'

/** Connections to a server that does as it is told. */
async function connected() {
  const sockets: Socket[] = []
  const server = createServer((socket) => void sockets.push(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const clock = createFakeClock()
  const connections = createConnections(clock)
  onTestFinished(() => {
    connections.close()
    server.close()
  })
  const address = { isTls: false, hostname: '127.0.0.1', port: (server.address() as AddressInfo).port, authority: '', path: '/' }
  const heard: string[] = []
  const user: ConnectionUser = {
    onBytes: (bytes) => void heard.push(bytes.toString()),
    onClosed: (error) => void heard.push(error ? error.message : 'ended'),
  }
  const take = async (): Promise<Connection> => {
    const connection = connections.take(address, user)
    if (connection.socket.connecting) await Promise.all([once(connection.socket, 'connect'), once(server, 'connection')])
    return connection
  }
  return { clock, connections, take, sockets, heard }
}

test('the connection that was given back last is taken first, and none is lent twice', async () => {
  const { connections, take } = await connected()
  const [first, second] = [await take(), await take()]
  connections.giveBack(first)
  connections.giveBack(second)
  const taken = [await take(), await take(), await take()]
  expect([taken[0] === second, taken[1] === first, taken.map(({ isReused }) => isReused)]).toEqual([true, true, [true, true, false]])
})

test('an idle connection is ended within a second', async () => {
  const { clock, connections, take } = await connected()
  const connection = await take()
  connections.giveBack(connection)
  clock.advance(1_000)
  expect([connection.socket.destroyed, (await take()) === connection]).toEqual([true, false])
})

test('one that the other side ends, or speaks on unasked, is not lent again', async () => {
  const { connections, take, sockets, heard } = await connected()
  const [ended, spoken] = [await take(), await take()]
  for (const each of [ended, spoken]) connections.giveBack(each)
  sockets[0]?.end()
  sockets[1]?.write('HTTP/1.1 408 Request Timeout\r\n\r\n')
  await Promise.all([once(ended.socket, 'close'), once(spoken.socket, 'close')])
  expect([(await take()).isReused, heard]).toEqual([false, []])
})

test('who has a connection hears what comes and, once, that it ended', async () => {
  const { take, sockets, heard } = await connected()
  const connection = await take()
  sockets[0]?.end('bye')
  await once(connection.socket, 'close')
  expect(heard).toEqual(['bye', 'ended'])
})

test('one that the other side ends is closed, though that does not read what is being written', async () => {
  const { take, sockets, heard } = await connected()
  const { socket } = await take()
  socket.write(new Uint8Array(32 * 1024 * 1024))
  sockets[0]?.end()
  await once(socket, 'close')
  expect(heard).toEqual(['ended'])
})
