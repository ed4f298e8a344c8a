import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import type { FeedQuery } from './feed-query.ts'
import type { SelectionStore } from './selection-store.ts'

/** Keeps what is chosen in the address, so that a link brings it back; another query lets go of it. */
export function useLinkedSelection(selection: SelectionStore, navigation: Navigation, query: FeedQuery): void {
  const word = useStore(navigation.store, ({ route: here }) => (here.screen === 'activity' ? here.query['chosen'] : undefined))
  const asked = useRef(query)
  useEffect(() => {
    if (asked.current !== query) selection.clear()
    asked.current = query
  }, [selection, query])

  useEffect(() => {
    if ((word ?? null) !== selection.toWord()) selection.fromWord(word ?? '')
  }, [selection, word])

  useEffect(
    () =>
      selection.store.subscribe(() => {
        const { route: here } = navigation.store.getState()
        const { chosen, ...rest } = here.query
        const next = selection.toWord() ?? undefined
        if (here.screen !== 'activity' || chosen === next) return
        navigation.replace(route('activity', here.id, next === undefined ? rest : { ...rest, chosen: next }))
      }),
    [selection, navigation],
  )
}
