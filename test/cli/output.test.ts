import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { createOutput } from '../../src/main/cli/output.ts'

function fullOutput(signal?: AbortSignal) {
  const stdout = new PassThrough({ highWaterMark: 1 })
  const output = createOutput({ stdout, stderr: { write: () => true }, env: {}, ...(signal ? { signal } : {}) }, { json: true })
  output.one({ a: 1 }, { text: () => '' })
  return { stdout, output }
}

test('a long output waits for a slow reader, not in memory', async () => {
  const { stdout, output } = fullOutput()
  const order: string[] = []
  const ready = output.ready().then(() => order.push('ready'))
  await new Promise((resolve) => setImmediate(resolve))
  order.push('read')
  stdout.resume()
  await ready
  expect(order).toEqual(['read', 'ready'])
})

test('it waits no more when the reader goes away or the command is to stop', async () => {
  const stop = new AbortController()
  const left = fullOutput()
  const stopped = fullOutput(stop.signal)
  const both = Promise.all([left.output.ready(), stopped.output.ready()])
  left.stdout.destroy()
  stop.abort()
  expect(await both).toEqual([undefined, undefined])
})
