import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReplaySelection } from '../../../shared/domain/replay.ts'
import type { FollowApi } from '../../api/follow.ts'
import { createBatches, type Batches } from './batches-store.ts'
import { FIRST_FORM, type ReplayForm } from './replay-form.ts'

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
  /** This is how one was sent: the next is probably sent the same way. */
  sent(form: ReplayForm): void
  close(): void
}

export function createReplaying(api: FollowApi): Replaying {
  const store = createStore<{ readonly wish: ReplayWish | null }>()(() => ({ wish: null }))
  let form = FIRST_FORM
  return {
    store,
    batches: createBatches(api),
    open: (selection) => store.setState({ wish: { selection, form, isEdited: false } }),
    edit: (id) => store.setState({ wish: { selection: { ids: [id] }, form, isEdited: true } }),
    sent: (last) => {
      form = { ...last, secret: '' }
    },
    close: () => store.setState({ wish: null }),
  }
}
