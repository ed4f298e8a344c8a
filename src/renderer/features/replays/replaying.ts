import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReplaySelection } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { createBatches, type Batches } from './batches-store.ts'
import type { EditContent } from './edit-store.ts'
import { FIRST_FORM, isSingle, type ReplayForm } from './replay-form.ts'

/** A replay that somebody asked for, and the form it begins with. */
export interface ReplayWish {
  readonly selection: ReplaySelection
  readonly form: ReplayForm
  /** It is to be edited first. */
  readonly isEdited: boolean
}

/** Replays on the page: the one that is being prepared, and those that were started. */
export interface Replaying {
  /** null: none is being prepared. */
  readonly store: StoreApi<{ readonly wish: ReplayWish | null }>
  readonly batches: Batches
  /** Opens the dialog for these exchanges, or for all that match a filter; an empty one takes everything. */
  open(selection: ReplaySelection): void
  /** Opens the dialog for one, at its body. */
  edit(id: string): void
  /** What was edited of this exchange and not sent yet; null when nothing was. */
  edited(id: string): EditContent | null
  /** Keeps what was edited of it, until it is sent or this is told null. */
  keep(id: string, content: EditContent | null): void
  /** This is how one was sent: the next is probably sent the same way. */
  sent(form: ReplayForm): void
  /** What was edited in the dialog stays kept, with this form that it was to be sent by; null: nothing was edited in it. */
  close(form: ReplayForm | null): void
}

interface Kept {
  readonly content: EditContent
  readonly form: ReplayForm | null
}

export function createReplaying(api: FollowApi): Replaying {
  const store = createStore<{ readonly wish: ReplayWish | null }>()(() => ({ wish: null }))
  let form = FIRST_FORM
  const kept = new Map<string, Kept>()

  function openId(): string | null {
    const selection = store.getState().wish?.selection
    return selection && isSingle(selection) ? selection.ids[0] : null
  }
  return {
    store,
    batches: createBatches(api),
    open: (selection) => store.setState({ wish: { selection, form, isEdited: false } }),
    edit: (id) => store.setState({ wish: { selection: { ids: [id] }, form: kept.get(id)?.form ?? form, isEdited: true } }),
    edited: (id) => kept.get(id)?.content ?? null,
    keep: (id, content) => {
      if (content) kept.set(id, { content, form: kept.get(id)?.form ?? null })
      else kept.delete(id)
    },
    sent: (last) => {
      form = { ...last, secret: '' }
      const id = openId()
      if (id !== null) kept.delete(id)
    },
    close: (last) => {
      const id = openId()
      const edited = id === null ? undefined : kept.get(id)
      if (id !== null && edited && last) kept.set(id, { ...edited, form: { ...last, secret: '' } })
      store.setState({ wish: null })
    },
  }
}
