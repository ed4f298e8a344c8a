import { EventEmitter } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { startControl, type Control, type ControlOptions } from '../../src/main/api/control.ts'
import type { Engine } from '../../src/main/engine/engine-rooms.ts'
import type { Changes } from '../../src/main/engine/changes.ts'
import type { Endpoint } from '../../src/shared/domain/endpoint.ts'
import type { ExchangeSummary } from '../../src/shared/domain/exchange.ts'
import { CRM_POLICY } from '../../src/shared/domain/retry-policy.ts'
import type { EngineStatus } from '../../src/shared/domain/status.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import { seededRandom, temporaryFolder } from '../support/core.ts'

export const TOKEN = 'the-rest-token-of-the-tests'

export const STATUS: EngineStatus = {
  version: '1.2.3',
  pid: 1,
  workspace: { name: 'default', directory: '/data/default' },
  controlUrl: null,
  receiver: { state: 'listening', url: 'http://127.0.0.1:5880' },
  startedAt: 0,
  trouble: null,
  exchanges: 0,
  exchangesExact: true,
  pendingDeliveries: 0,
  nextAttemptAt: null,
  databaseBytes: 0,
  search: null,
  capturesPerSecond: 0,
  attemptsPerSecond: 0,
}

export const SUMMARY: ExchangeSummary = {
  id: 'capture_01kf5r0000000aaaaaaaaaaaaa',
  direction: 'in',
  state: 'complete',
  at: 0,
  method: 'POST',
  path: '/webhooks/crm',
  type: null,
  eventId: null,
  inboxId: null,
  endpointId: null,
  place: null,
  verdict: 'valid',
  status: 200,
  error: null,
  tookMs: 1,
  requestBytes: 0,
  responseBytes: 0,
  deliveryId: null,
  deliveryState: null,
  attempt: null,
  nextAttemptAt: null,
  counterpartId: null,
  replayOf: null,
  isImported: false,
  note: null,
}

/** An engine of which only what a test names is there. */
export type FakeEngine = {
  [Room in keyof Engine]?: Engine[Room] extends (...args: never[]) => unknown ? Engine[Room] : Partial<Engine[Room]>
}

export function fakeEngine(rooms: FakeEngine = {}): Engine {
  const changes: Changes = new EventEmitter()
  return {
    changes,
    status: async () => STATUS,
    workspace: { name: 'default' },
    receiver: { url: () => 'http://127.0.0.1:5880' },
    ...rooms,
  } as Engine
}

/** An endpoint with everything at its default. */
export function endpointOf(parts: Partial<Endpoint>): Endpoint {
  const url = parts.url ?? 'https://your-app.com/webhooks/crm'
  return {
    id: 'webhook_01kf5r0000000aaaaaaaaaaaaa',
    name: 'your-app.com/webhooks/crm',
    url,
    resolvedUrl: url,
    events: ['*'],
    isActive: true,
    scheme: 'crm',
    headers: [],
    policy: CRM_POLICY,
    concurrency: 8,
    speed: null,
    tenantId: null,
    isBuiltIn: false,
    note: null,
    createdAt: Date.UTC(2026, 0, 17, 10, 30, 0, 123),
    updatedAt: Date.UTC(2026, 0, 17, 10, 30, 0, 123),
    ...parts,
  }
}

/** A built page: an index and a hashed script. */
export function pageDirectory(): string {
  const folder = temporaryFolder()
  const page = join(folder, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), '<!doctype html>')
  writeFileSync(join(page, 'assets/index-abc123.js'), 'export {}')
  writeFileSync(join(folder, 'secret.txt'), 'not for the page')
  return page
}

/** The control listener on a free port, closed when the test ends. */
export async function runningControl(engine: Engine, options: Partial<ControlOptions> = {}): Promise<Control & { port: number }> {
  const control = await startControl({
    engine,
    host: '127.0.0.1',
    port: 0,
    isPortFixed: true,
    pageDirectory: options.pageDirectory ?? pageDirectory(),
    token: TOKEN,
    version: '1.2.3',
    log: () => {},
    random: seededRandom('control'),
    clock: systemClock,
    ...options,
  })
  onTestFinished(() => control.close())
  return { ...control, port: Number(new URL(control.url).port) }
}
