import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, onTestFinished, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'
import { CLI } from '../support/scripts/build.ts'
import { serve, type Served } from '../support/serve.ts'
import { jsonLines, spawnCli } from '../support/spawn-cli.ts'

/** A served workspace that goes with the test. */
async function served(workspace: string, flags: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Served> {
  const running = await serve(workspace, flags, env)
  onTestFinished(async () => void (await running.stop('SIGKILL')))
  return running
}

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  'serve answers on both addresses once it is ready, and ends with 0 on %s',
  async (signal) => {
    const workspace = temporaryFolder()
    const running = await served(workspace)
    const page = await fetch(running.controlUrl)
    const captured = await fetch(`${running.receiverUrl}/webhooks/crm`, { method: 'POST', body: '{}' })
    const story = {
      pid: running.pid,
      page: page.status,
      captured: await captured.json(),
      signpost: existsSync(join(workspace, 'instance.json')),
      code: await running.stop(signal),
      signpostAfter: existsSync(join(workspace, 'instance.json')),
    }
    expect(story).toEqual({
      pid: running.process.pid,
      page: 200,
      captured: { received: true },
      signpost: true,
      code: 0,
      signpostAfter: false,
    })
  },
)

test('a second serve on the same workspace names the first one and ends with 3', async () => {
  const workspace = temporaryFolder()
  const { controlUrl, pid } = await served(workspace)
  expect(await spawnCli(['serve', '--workspace', workspace, '--port', '0', '--receiver-port', '0'])).toEqual({
    code: 3,
    stdout: '',
    stderr: `Hookscope already runs on this workspace: ${controlUrl} (process ${pid}).\nOpen its page with "hookscope open", or use another workspace with --workspace DIR.\n`,
  })
})

test('a taken receiver port ends serve with 3 and names port and flag', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  onTestFinished(() => void other.close())
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  expect(await spawnCli(['serve', '--workspace', temporaryFolder(), '--port', '0', '--receiver-port', String(port)])).toEqual({
    code: 3,
    stdout: '',
    stderr: `Port ${port} for the receiver is held by another program.\nGive another with --receiver-port (0 picks a free one), or stop what holds it.\n`,
  })
})

test('when another Hookscope has the port, its workspace is named', async () => {
  const env = { XDG_DATA_HOME: temporaryFolder(), HOME: temporaryFolder() }
  const first = await served('first', [], env)
  const port = new URL(first.receiverUrl).port
  const second = await spawnCli(['serve', '--workspace', 'second', '--port', '0', '--receiver-port', port], { env })
  expect({ code: second.code, what: second.stderr.split('\n')[0] }).toEqual({
    code: 3,
    what: `Port ${port} for the receiver is held by the Hookscope of workspace "first".`,
  })
})

test('a data folder that cannot be made ends serve with 3 and says so', async () => {
  const { code, stderr } = await spawnCli(['serve', '--workspace', '/dev/null/workspace'])
  expect({ code, stderr }).toEqual({
    code: 3,
    stderr: 'The workspace folder /dev/null/workspace cannot be written.\nMake it writable, or choose another one with --workspace DIR.\n',
  })
})

test('status ends with 1 while nothing runs, and waits for what starts', async () => {
  const workspace = temporaryFolder()
  const before = await spawnCli(['status', '--json', '--workspace', workspace])
  const waiting = spawnCli(['status', '--wait', '60s', '--json', '--workspace', workspace])
  const { controlUrl } = await served(workspace)
  const after = await waiting
  expect([before, after].map((each) => ({ code: each.code, status: jsonLines<object>(each)[0] }))).toEqual([
    { code: 1, status: { running: false, directory: workspace } },
    { code: 0, status: expect.objectContaining({ running: true, controlUrl }) as unknown },
  ])
})

test('on an older Node the program says so before it loads anything', async () => {
  const pretend = `Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.20.2'}})`
  const nodeOptions = ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`]
  expect(await spawnCli(['serve'], { nodeOptions })).toEqual({
    code: 3,
    stdout: '',
    stderr:
      'Hookscope needs Node 24 or newer, and this is Node 20.20.2.\nInstall Node 24 and try again; inside a checkout, "npx hookscope" brings its own.\n',
  })
})

/** Has the engine log a warning: a frame that no WebSocket sends. Resolves when it has hung up. */
async function provokeWarning(controlUrl: string): Promise<void> {
  const { port, host } = new URL(controlUrl)
  const socket = connect(Number(port), '127.0.0.1')
  const upgrade = ['GET /rpc HTTP/1.1', `Host: ${host}`, 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13']
  socket.write([...upgrade, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', '', ''].join('\r\n'))
  await once(socket, 'data')
  socket.write(Buffer.alloc(16, 0xff))
  await once(socket, 'close')
}

test('serve ends when nobody reads its log any more', async () => {
  const running = await served(temporaryFolder())
  running.process.stderr?.destroy()
  const ended = once(running.process, 'exit') as Promise<[number]>
  await provokeWarning(running.controlUrl)
  expect((await ended)[0]).toBe(0)
})

test.runIf(process.platform === 'linux')('serve goes on when its log cannot be written', async () => {
  const command = `exec "${process.execPath}" "${CLI}" serve --json --port 0 --receiver-port 0 --workspace "${temporaryFolder()}" 2>/dev/full`
  const running = spawn('sh', ['-c', command])
  onTestFinished(() => void running.kill('SIGKILL'))
  const [line] = (await once(createInterface({ input: running.stdout }), 'line')) as [string]
  const { controlUrl, receiverUrl } = JSON.parse(line) as { controlUrl: string; receiverUrl: string }
  await provokeWarning(controlUrl)
  const captured = await fetch(`${receiverUrl}/webhooks/crm`, { method: 'POST', body: '{}' })
  const ended = once(running, 'exit') as Promise<[number]>
  running.kill('SIGINT')
  expect({ captured: captured.status, code: (await ended)[0] }).toEqual({ captured: 200, code: 0 })
})

/** Loaded before the program: from when `flag` is there, the disk keeps nothing more of what is written. */
function failingDisk(flag: string): string {
  const source = `
    import fs from 'node:fs'
    import { syncBuiltinESMExports } from 'node:module'
    const { fdatasync, fdatasyncSync } = fs
    const failure = () => Object.assign(new Error('EIO: i/o error, fdatasync'), { code: 'EIO' })
    const isFailing = () => fs.existsSync(${JSON.stringify(flag)})
    fs.fdatasync = (file, done) => (isFailing() ? setImmediate(done, failure()) : fdatasync(file, done))
    fs.fdatasyncSync = (file) => { if (isFailing()) throw failure(); fdatasyncSync(file) }
    syncBuiltinESMExports()`
  return `--import data:text/javascript,${encodeURIComponent(source)}`
}

test('when the disk fails, it is said once and in the status, nothing is acknowledged, and the next start begins with what was', async () => {
  const workspace = temporaryFolder()
  const flag = join(temporaryFolder(), 'failing')
  const running = await served(workspace, [], { NODE_OPTIONS: failingDisk(flag) })
  const database = join(workspace, 'hookscope.db')
  const post = async (body: string): Promise<number> =>
    (await fetch(`${running.receiverUrl}/webhooks/crm`, { method: 'POST', body })).status
  const before = await post('kept')
  writeFileSync(flag, '')
  const failed = [await post('lost'), await post('refused')]
  const stored = readFileSync(database)
  const status = await spawnCli(['status', '--json', '--workspace', workspace])
  const code = await running.stop('SIGINT')
  const end = {
    log: running
      .log()
      .split('\n')
      .filter((line) => line.includes('until it is started again')).length,
  }
  const left = { isUntouched: readFileSync(database).equals(stored), hasLog: statSync(`${database}-wal`).size > 0 }
  const next = await served(workspace)
  const listed = await spawnCli(['list', '--json', '--workspace', workspace])
  expect({
    answers: [before, ...failed],
    status: jsonLines<{ trouble: string }>(status).map((each) => each.trouble),
    code,
    end,
    left,
    keptIsThere: jsonLines<{ sizeBytes: number }>(listed).length >= 1,
    nextAnswers: (await fetch(`${next.receiverUrl}/webhooks/crm`, { method: 'POST', body: 'after' })).status,
  }).toEqual({
    answers: [200, 503, 503],
    status: [
      `The disk did not keep what was written to ${database}. Check the disk and start Hookscope again; nothing that was acknowledged is lost.`,
    ],
    code: 0,
    end: { log: 1 },
    left: { isUntouched: true, hasLog: true },
    keptIsThere: true,
    nextAnswers: 200,
  })
})
