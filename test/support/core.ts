import { createHmac, createSecretKey, type KeyObject } from 'node:crypto'
import { EventEmitter } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Random } from '../../src/main/engine/clock.ts'
import type { Changes } from '../../src/main/engine/changes.ts'
import type { Core } from '../../src/main/engine/core.ts'
import type { Secrets } from '../../src/main/engine/store/secrets.ts'
import { openDatabase } from '../../src/main/engine/store/open.ts'
import { createReader } from '../../src/main/engine/store/reader.ts'
import { createWriter } from '../../src/main/engine/store/writer.ts'
import { systemClock } from '../../src/main/engine/system.ts'
import { createIds } from '../../src/shared/domain/ids.ts'

export const WORKSPACE_SECRET = 'workspace-secret-of-the-tests-43-characters'

/** A folder of its own that goes with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hookscope-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The same bytes and fractions for the same seed. */
export function seededRandom(seed: string): Random {
  let step = 0
  const block = (): Buffer => createHmac('sha256', seed).update(String(step++)).digest()
  return {
    bytes: (size) => Buffer.concat(Array.from({ length: Math.ceil(size / 32) }, block)).subarray(0, size),
    fraction: () => block().readUInt32BE() / 2 ** 32,
  }
}

/** Secrets in memory, in the clear; an owner without one of its own uses the workspace's. */
export function memorySecrets(initial: Readonly<Record<string, string>> = { workspace: WORKSPACE_SECRET }): Secrets {
  const texts = new Map(Object.entries(initial))
  const key = (text: string): KeyObject => createSecretKey(text, 'utf8')
  const textOf = (owner: string): string | null => texts.get(owner) ?? texts.get('workspace') ?? null
  return {
    keys: (owner) => [textOf(owner)].flatMap((text) => (text === null ? [] : [key(text)])),
    reveal: textOf,
    revealOwn: (owner) => texts.get(owner) ?? null,
    stored: () => [...texts].map(([owner, text]) => ({ owner, key: key(text), hasEnded: false })),
    put: (owner, secret) => {
      if (secret === null) texts.delete(owner)
      else texts.set(owner, secret)
    },
    take: (owner) => {
      const text = texts.get(owner)
      texts.delete(owner)
      return () => {
        if (text !== undefined) texts.set(owner, text)
      }
    },
    rotate: (owner, secret) => void texts.set(owner, secret),
    olderUntil: () => null,
  }
}

/** A core on real SQLite in a folder of its own, closed when the test ends. */
export function testCore(parts: Partial<Core> & { folder?: string } = {}): Core & { folder: string } {
  const folder = parts.folder ?? temporaryFolder()
  const file = join(folder, 'hookscope.db')
  const db = parts.db ?? openDatabase(file)
  const clock = parts.clock ?? systemClock
  const random = parts.random ?? seededRandom('hookscope')
  const ids = parts.ids ?? createIds(() => clock.now(), random.bytes)
  const run = parts.run ?? ids()
  const changes: Changes = parts.changes ?? new EventEmitter()
  const reader = parts.reader ?? createReader(file)
  const writer = parts.writer ?? createWriter(db)
  const log = parts.log ?? (() => {})
  const secrets = parts.secrets ?? memorySecrets()
  db.prepare('INSERT OR IGNORE INTO run (id, tail, started_at, answered_through) VALUES (?, ?, ?, ?)').run(
    run.seq,
    run.tail,
    clock.now(),
    run.seq,
  )
  onTestFinished(async () => {
    await reader.close()
    await writer.close()
    db.close()
  })
  return { folder, db, writer, reader, ids, clock, random, log, changes, secrets, run }
}
