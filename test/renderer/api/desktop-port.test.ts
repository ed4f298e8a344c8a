import { expect, onTestFinished, test } from 'vitest'
import { createRpcPorts, type RpcPort } from '../../../src/main/api/rpc-port.ts'
import { createClient } from '../../../src/renderer/api/client.ts'
import { untilConnection } from '../../../src/renderer/api/connection.ts'
import { toProblem } from '../../../src/renderer/api/problem.ts'
import { fakeEngine, STATUS, TOKEN } from '../../api/running-control.ts'

/** A desktop window; `message` is what its preload, or a frame, posts to it. */
function desktopWindow(connectEngine: () => void) {
  const listeners = new Set<(event: object) => void>()
  const page = {
    location: new URL('app://hookscope/'),
    history: { replaceState: () => {} },
    sessionStorage: { getItem: () => null, setItem: () => {}, removeItem: () => {} },
    addEventListener: (type: string, listener: unknown) => type === 'message' && listeners.add(listener as (event: object) => void),
    removeEventListener: (_type: string, listener: unknown) => listeners.delete(listener as (event: object) => void),
    desktop: { connectEngine },
  }
  const message = (data: string, ports: readonly MessagePort[] = [], source: object = page): void => {
    for (const listener of listeners) listener({ source, data, ports })
  }
  return { page, message }
}

function channel(): MessageChannel {
  const made = new MessageChannel()
  onTestFinished(() => made.port1.close())
  return made
}

const serve = createRpcPorts({
  engine: fakeEngine(),
  shell: { controlUrl: null, token: TOKEN, newPageUrl: () => null, log: () => {} },
})

test('In the desktop window the page asks through the port it is handed, and takes none from elsewhere', async () => {
  const [served, stray] = [channel(), channel()]
  serve(served.port1 as unknown as RpcPort)
  const { page, message } = desktopWindow(() => {
    message('engine-port', [stray.port2], {})
    message('other', [stray.port2])
    message('engine-port', [served.port2])
  })

  const { client, connection } = createClient(page)

  expect({ status: await client.status(), connection: connection.getState() }).toEqual({
    status: STATUS,
    connection: { kind: 'connected' },
  })
})

test('When the engine dies, what waits for it fails, and the page goes on with the next engine', async () => {
  const [dead, alive] = [channel(), channel()]
  serve(alive.port1 as unknown as RpcPort)
  const given = [dead.port2]
  const { page, message } = desktopWindow(() => message('engine-port', given.splice(0, 1)))
  const { client, connection } = createClient(page)
  await untilConnection(connection, ['connected'])

  const cutOff = client.status().catch(toProblem)
  given.push(alive.port2)
  setImmediate(() => message('engine-gone'))

  expect({ cutOff: await cutOff, afterwards: await untilConnection(connection, ['connected']).then(() => client.status()) }).toEqual({
    cutOff: { code: 'engine_gone', message: 'The engine has stopped.', remedy: 'It is started again by itself.', fields: [] },
    afterwards: STATUS,
  })
})
