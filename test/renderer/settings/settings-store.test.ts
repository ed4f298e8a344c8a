import { expect, test } from 'vitest'
import { createSettingsForm } from '../../../src/renderer/features/settings/settings-store.ts'
import { HookscopeError } from '../../../src/shared/domain/errors.ts'
import { KEEP_EVERYTHING, type Settings } from '../../../src/shared/domain/retention.ts'
import { DAY_MS } from '../../../src/shared/domain/units.ts'
import { fakeClient } from '../support/fakes.ts'

const LOCKED = new HookscopeError('bad_input', 'The port is taken.', 'Choose another.')

/** A form over an engine that keeps what it is asked. */
async function open() {
  const asked: unknown[] = []
  const client = fakeClient({
    settings: {
      get: async (): Promise<Settings> => ({ retention: KEEP_EVERYTHING }),
      put: async (change: Settings) => {
        asked.push(change)
        return change
      },
    },
    workspace: {
      secret: async () => ({ secret: 'a-secret-of-thirty-two-characters' }),
      setSecret: async ({ secret }: { secret: string }) => void asked.push(secret),
    },
    receiver: {
      listen: async () => {
        throw LOCKED
      },
      pause: async () => 'paused',
    },
  })
  const told: unknown[] = []
  const settings = createSettingsForm(client, (status) => told.push(status))
  await settings.refresh()
  return { settings, asked, told }
}

test('What is typed waits for Save, and what is wrong is not saved', async () => {
  const { settings, asked } = await open()
  settings.change({ age: 'a month' })
  await settings.save()
  const whileWrong = { asked: [...asked], problems: Object.keys(settings.form().problems) }
  settings.change({ age: '30 d' })
  const removes = settings.form().removes
  await settings.save()
  expect({ whileWrong, removes, asked, left: [...settings.form().changed], age: settings.form().draft.age }).toEqual({
    whileWrong: { asked: [], problems: ['age'] },
    removes: true,
    asked: [{ retention: { ...KEEP_EVERYTHING, maxAgeMs: 30 * DAY_MS } }],
    left: [],
    age: '30 d',
  })
})

test('A new secret is saved alone, and only its end is kept on the page', async () => {
  const { settings, asked } = await open()
  const before = settings.store.getState().secretTail
  settings.change({ secret: 'another-one-of-thirty-two-letters' })
  await settings.save()
  const { secretTail, changes } = settings.store.getState()
  expect({ before, asked, secretTail, changes }).toEqual({
    before: 'ters',
    asked: ['another-one-of-thirty-two-letters'],
    secretTail: 'ters',
    changes: {},
  })
})

test('A port that is taken is a problem; the next command forgets it', async () => {
  const { settings, told } = await open()
  await settings.receiver({ port: 5880 })
  const refused = settings.store.getState().problem?.message
  await settings.receiver('pause')
  const { problem, busy } = settings.store.getState()
  expect({ refused, told, problem, busy }).toEqual({ refused: 'The port is taken.', told: ['paused'], problem: null, busy: null })
})

test('What is typed while a save is under way is still to be saved', async () => {
  const client = fakeClient({
    settings: {
      get: async (): Promise<Settings> => ({ retention: KEEP_EVERYTHING }),
      put: async (change: Settings) => {
        settings.change({ count: '5000' })
        return change
      },
    },
    workspace: { secret: async () => ({ secret: 'a-secret-of-thirty-two-characters' }) },
  })
  const settings = createSettingsForm(client, () => {})
  await settings.refresh()
  settings.change({ age: '30 d' })
  await settings.save()
  const { draft, changed } = settings.form()
  expect([draft.age, draft.count, [...changed]]).toEqual(['30 d', '5000', ['count']])
})
