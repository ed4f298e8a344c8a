import { counted } from '../../../shared/domain/counted.ts'
import type { Client } from '../../../shared/contract/client.ts'
import type { NoteChange } from '../../../shared/domain/note.ts'
import { toProblem } from '../../api/problem.ts'
import { showToast } from '../../app/toasts.tsx'
import type { Subject } from './selection-store.ts'

/** What is done to many exchanges at once, and told of. */
export interface Bulk {
  pin(subject: Subject): Promise<void>
  tag(subject: Subject, tag: string): Promise<void>
  remove(subject: Subject): Promise<void>
  copyIds(subject: Subject): Promise<void>
}

/** More ids than these nobody pastes. */
const MAX_COPIED = 10_000
const PAGE_ROWS = 500

/** `copy` writes to the clipboard. */
export function createBulk(client: Client, copy: (text: string) => Promise<void>): Bulk {
  async function attempt(what: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      const { message, remedy } = toProblem(error)
      showToast({ title: what, text: `${message} ${remedy}`, kind: 'failed' })
    }
  }

  async function annotate(subject: Subject, change: NoteChange, undo: NoteChange, done: (count: string) => string): Promise<void> {
    const { count, ids } = await client.exchanges.annotateAll({ what: subject, change })
    // Those that had it before keep it: only what was changed is put back, if the engine could name all of it.
    const action = ids === null || count === 0 ? undefined : { word: 'Undo', run: () => void putBack(ids, undo) }
    showToast({ title: done(counted(count, 'exchange')), action })
  }
  async function putBack(ids: readonly string[], undo: NoteChange): Promise<void> {
    await attempt('Not undone', async () => void (await client.exchanges.annotateAll({ what: { ids: [...ids] }, change: undo })))
  }

  async function idsOf(subject: Subject): Promise<{ ids: readonly string[]; isCut: boolean }> {
    if ('ids' in subject) return { ids: subject.ids, isCut: false }
    const ids: string[] = []
    let before: string | undefined
    for (;;) {
      const page = await client.exchanges.list({ ...subject, limit: PAGE_ROWS, ...(before !== undefined && { before }) })
      ids.push(...page.items.map(({ id }) => id))
      before = page.next ?? undefined
      if (before === undefined || ids.length >= MAX_COPIED) return { ids, isCut: before !== undefined }
    }
  }

  return {
    pin: (subject) => attempt('Not pinned', () => annotate(subject, { pinned: true }, { pinned: false }, (count) => `${count} pinned`)),
    tag: (subject, tag) =>
      attempt('Not tagged', () => annotate(subject, { addTags: [tag] }, { removeTags: [tag] }, (count) => `${count} tagged ${tag}`)),
    remove: (subject) =>
      attempt('Not deleted', async () => {
        // An empty filter must be meant.
        const what =
          'filter' in subject && subject.filter === '' ? ({ all: true } as const) : 'ids' in subject ? { ids: [...subject.ids] } : subject
        const { removed } = await client.exchanges.remove(what)
        showToast({ title: `${counted(removed, 'exchange')} deleted` })
      }),
    copyIds: (subject) =>
      attempt('Not copied', async () => {
        const { ids, isCut } = await idsOf(subject)
        await copy(ids.join('\n'))
        showToast({ title: `${counted(ids.length, 'id')} copied`, ...(isCut && { text: 'Those of the newest; there are more.' }) })
      }),
  }
}
