import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { createClientOver, enterSocket } from '../../../src/shared/contract/client.ts'
import { RPC_PATH } from '../../../src/shared/contract/entrance.ts'
import { temporaryFolder } from '../core.ts'

test('without a display, npm run dev says so, serves the page from its sources and joins it to an engine', async () => {
  const { DISPLAY: _d, WAYLAND_DISPLAY: _w, ELECTRON_OVERRIDE_DIST_PATH: _e, ...env } = process.env
  const script = join(import.meta.dirname, 'dev.ts')
  const dev = spawn(process.execPath, [script, '--port', '0', '--receiver-port', '0', '--workspace', temporaryFolder()], { env })
  onTestFinished(() => void dev.kill('SIGKILL'))
  const said = once(createInterface({ input: dev.stderr }), 'line') as Promise<[string]>
  let pageUrl = ''
  for await (const line of createInterface({ input: dev.stdout })) {
    pageUrl = /^Page\s+(\S+)$/.exec(line)?.[1] ?? ''
    if (pageUrl !== '') break
  }
  const { origin, hash } = new URL(pageUrl)
  const html = await (await fetch(origin)).text()
  const socket = new WebSocket(origin.replace('http', 'ws') + RPC_PATH)
  const { link } = await enterSocket(socket, { code: hash.slice('#code='.length) })
  const { receiver } = await createClientOver(link).status()
  socket.close()
  const ended = once(dev, 'exit') as Promise<[number]>
  dev.kill('SIGINT')
  expect({ said: (await said)[0], hot: html.includes('/@vite/client'), receiver: receiver.state, code: (await ended)[0] }).toEqual({
    said: 'There is no display, so Hookscope shows its page in the browser.',
    hot: true,
    receiver: 'listening',
    code: 0,
  })
})
