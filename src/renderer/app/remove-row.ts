import type { Problem } from '../api/problem.ts'
import { focusRowList, neighbourOf } from '../components/row-focus.ts'
import type { Navigation } from './navigation.ts'
import { route, type Route } from './route.ts'
import { showToast } from './toasts.tsx'

/** A list whose rows can be deleted and put back. */
interface RowList {
  readonly screen: Route['screen']
  /** Its name for screen readers. */
  readonly name: string
  readonly items: readonly { readonly id: string }[]
  /** False when it was refused; who refuses says so. */
  remove(id: string): Promise<boolean>
  /** Undoes that; why it could not be, null when it was. */
  restore(id: string): Promise<Problem | null>
}

/** Deletes a row, opens its neighbour in its place, and offers to undo it in a notice of these words. */
export async function removeRow(
  navigation: Navigation,
  list: RowList,
  id: string,
  words: { readonly title: string; readonly text?: string },
): Promise<void> {
  const next = neighbourOf(list.items, id)
  if (!(await list.remove(id))) return
  navigation.replace(route(list.screen, next))
  focusRowList(list.name)
  showToast({ ...words, action: { word: 'Undo', run: () => void restoreRow(navigation, list, id) } })
}

async function restoreRow(navigation: Navigation, list: RowList, id: string): Promise<void> {
  const problem = await list.restore(id)
  if (problem === null) return navigation.open(route(list.screen, id))
  showToast({ title: problem.message, text: problem.remedy, kind: 'failed' })
}
