import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Control } from '../../src/main/api/control.ts'
import type { Clock } from '../../src/main/engine/clock.ts'
import { createEngine } from '../../src/main/engine/engine.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import { seededRandom, temporaryFolder } from '../support/core.ts'
import { runningControl, TOKEN } from './running-control.ts'

export const SECRET = 'your-webhook-secret-key-min-32-chars'

export interface Answer {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever the platform says; tests compare it whole
  readonly body: any
  readonly headers: Headers
}

/** The platform as its callers know it: a whole engine, asked over REST. */
export interface Platform {
  readonly engine: Engine
  readonly control: Control
  call(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>
  /** Asks until the answer is as wanted. */
  until(path: string, wanted: (body: Answer['body']) => boolean): Promise<Answer['body']>
}

/** On a workspace of its own, closed when the test ends. `clock`: of the engine; the machine's unless a test walks one. */
export async function openPlatform({ clock = systemClock }: { readonly clock?: Clock } = {}): Promise<Platform> {
  const directory = join(temporaryFolder(), 'workspace')
  const random = seededRandom(directory)
  const engine = createEngine({ directory, clock, random, log: () => {}, version: '1.2.3', deliver: 'all', token: TOKEN })
  onTestFinished(() => engine.close())
  const control = await runningControl(engine)

  const call: Platform['call'] = async (method, path, body, headers = {}) => {
    const response = await fetch(control.url + path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
  }

  return {
    engine,
    control,
    call,
    until: async (path, wanted) => {
      for (;;) {
        const changed = new Promise<void>((resolve) => engine.changes.once('deliveries', () => resolve()))
        const { body } = await call('GET', path)
        if (wanted(body)) return body
        await changed
      }
    },
  }
}
