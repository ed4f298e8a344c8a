import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { loadSealer } from '../../../src/main/engine/store/key.ts'
import { openDatabase } from '../../../src/main/engine/store/open.ts'
import { createSecrets } from '../../../src/main/engine/store/secrets.ts'
import { systemClock } from '../../../src/main/engine/system.ts'
import { createIds } from '../../../src/shared/domain/ids.ts'
import { caught } from '../../support/caught.ts'
import { seededRandom, temporaryFolder } from '../../support/core.ts'
import { createFakeClock, FAKE_START } from '../../support/fake-clock.ts'

const random = seededRandom('secrets')

test('the key file is made once, for its owner alone, and opens what it sealed, for that row only', () => {
  const folder = temporaryFolder()
  const sealed = loadSealer(folder, random, true).seal('a secret', 7)
  const again = loadSealer(folder, random, false)
  expect({
    mode: (statSync(join(folder, 'key.json')).mode & 0o777).toString(8),
    opened: again.open(sealed, 7),
    hidden: !sealed.includes('a secret'),
  }).toEqual({ mode: '600', opened: 'a secret', hidden: true })
  expect(caught(() => again.open(sealed, 8))).toMatchObject({ code: 'key_damaged' })
})

test('a lost or broken key of a workspace that has secrets is an error, never a new key', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'key.json')
  const open = (): unknown => caught(() => loadSealer(folder, random, false))
  const missing = open()
  writeFileSync(file, '{"version":1,"key":"AAAA"}')
  const short = open()
  writeFileSync(file, 'not json')
  const broken = open()
  rmSync(file)
  expect([missing, short, broken].map((error) => (error as { code: string }).code)).toEqual(['key_damaged', 'key_damaged', 'key_damaged'])
})

test('an owner uses its own secret, else the workspace’s, and no secret stands in the file in clear', () => {
  const folder = temporaryFolder()
  const file = join(folder, 'hookscope.db')
  const db = openDatabase(file)
  onTestFinished(() => void db.close())
  const secrets = createSecrets(
    db,
    loadSealer(folder, random, true),
    createIds(() => systemClock.now(), random.bytes),
    systemClock,
  )
  secrets.put('workspace', 'the-workspace-secret-in-43-characters-......')
  secrets.put('inbox_a', 'first')
  secrets.put('inbox_a', 'second-secret-of-inbox-a')
  const seen = {
    own: secrets.reveal('inbox_a'),
    keys: secrets.keys('inbox_a').map((key) => key.export().toString()),
    fallback: secrets.reveal('inbox_b'),
    token: secrets.reveal('token'),
  }
  secrets.put('inbox_a', null)
  const afterRemoval = secrets.keys('inbox_a').map((key) => key.export().toString())
  db.pragma('wal_checkpoint(TRUNCATE)')
  expect({ ...seen, afterRemoval, inFile: readFileSync(file).includes('secret-in-43') }).toEqual({
    own: 'second-secret-of-inbox-a',
    keys: ['second-secret-of-inbox-a'],
    fallback: 'the-workspace-secret-in-43-characters-......',
    token: null,
    afterRemoval: ['the-workspace-secret-in-43-characters-......'],
    inFile: false,
  })
})

test('a secret whose write was rolled back signs nothing', () => {
  const folder = temporaryFolder()
  const db = openDatabase(join(folder, 'hookscope.db'))
  onTestFinished(() => void db.close())
  const ids = createIds(() => systemClock.now(), random.bytes)
  const secrets = createSecrets(db, loadSealer(folder, random, true), ids, systemClock)
  const keys = (): string[] => secrets.keys('inbox_a').map((key) => key.export().toString())
  secrets.put('inbox_a', 'kept')
  let inside: string[] = []
  const write = db.transaction(() => {
    secrets.put('inbox_a', 'lost')
    inside = keys()
    throw new Error('the disk is full')
  })
  expect([caught(write), inside, keys()]).toEqual([new Error('the disk is full'), ['lost'], ['kept']])
})

test('a secret that signs inside writes is opened once, and again after it was changed', async () => {
  const folder = temporaryFolder()
  const db = openDatabase(join(folder, 'hookscope.db'))
  onTestFinished(() => void db.close())
  const ids = createIds(() => systemClock.now(), random.bytes)
  const sealer = loadSealer(folder, random, true)
  let opened = 0
  const counting = {
    ...sealer,
    open: (...args: Parameters<typeof sealer.open>) => {
      opened++
      return sealer.open(...args)
    },
  }
  const secrets = createSecrets(db, counting, ids, systemClock)
  secrets.put('workspace', 'first')
  const story: unknown[] = []
  const sign = db.transaction(() => story.push([secrets.keys('webhook_a').map((key) => key.export().toString()), opened]))
  const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
  await nextTurn()
  sign()
  sign()
  secrets.put('workspace', 'second')
  await nextTurn()
  sign()
  sign()
  expect(story).toEqual([
    [['first'], 1],
    [['first'], 1],
    [['second'], 2],
    [['second'], 2],
  ])
})

test('a rotated secret ends at its time, also one that is kept opened; the workspace’s goes on where it served', () => {
  const folder = temporaryFolder()
  const db = openDatabase(join(folder, 'hookscope.db'))
  onTestFinished(() => void db.close())
  const clock = createFakeClock()
  const ids = createIds(() => clock.now(), random.bytes)
  const secrets = createSecrets(db, loadSealer(folder, random, true), ids, clock)
  const keys = (): string[] => secrets.keys('inbox_a').map((key) => key.export().toString())
  const seen: unknown[] = []
  const look = (): unknown => seen.push([keys(), secrets.olderUntil('inbox_a')])
  secrets.put('workspace', 'workspace')
  look()
  secrets.rotate('inbox_a', 'first', FAKE_START + 10_000)
  look()
  secrets.rotate('inbox_a', 'second', FAKE_START + 20_000)
  look()
  clock.advance(10_000)
  look()
  clock.advance(10_000)
  look()
  expect(seen).toEqual([
    [['workspace'], null],
    [['first', 'workspace'], FAKE_START + 10_000],
    [['second', 'first', 'workspace'], FAKE_START + 20_000],
    [['second', 'first'], FAKE_START + 20_000],
    [['second'], null],
  ])
})
