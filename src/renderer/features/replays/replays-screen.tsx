import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { FollowApi } from '../../api/follow.ts'
import type { Navigation } from '../../app/navigation.ts'
import { formatRoute, route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { buttonClass } from '../../components/button.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import type { Batches } from './batches-store.ts'
import { BatchList } from './batch-list.tsx'
import { BatchPane } from './batch-pane.tsx'

/** Replays of many, for the rail: those that run and those that were. */
export function replaysScreen(api: FollowApi, batches: Batches, navigation: Navigation): ScreenView {
  return ({ route: here }) => <ReplaysView api={api} batches={batches} navigation={navigation} here={here} />
}

interface ReplaysViewProps {
  readonly api: FollowApi
  readonly batches: Batches
  readonly navigation: Navigation
  readonly here: Route
}

function ReplaysView({ api, batches, navigation, here }: ReplaysViewProps) {
  const items = useStore(batches.store, (state) => state.batches)
  const missing = useStore(batches.store, (state) => state.missing)
  const open = items?.find(({ id }) => id === here.id) ?? null
  const wanted = items !== null && open === null ? here.id : null
  useEffect(() => {
    if (wanted !== null) void batches.find(wanted)
  }, [batches, wanted])
  useListKeys({
    group: 'Replays',
    list: 'Replays',
    items,
    openId: here.id,
    onOpen: (id) => navigation.replace(route('replays', id)),
  })
  return (
    <SplitPane
      name="Replays"
      side="start"
      width={480}
      minWidth={360}
      maxShare={0.55}
      pane={<BatchList batches={batches} navigation={navigation} selectedId={here.id} />}
    >
      {open ? (
        <BatchPane key={open.id} api={api} batch={open} batches={batches} />
      ) : (
        items && (here.id === null || here.id === missing) && <NothingOpen isUnknown={here.id !== null} count={items.length} />
      )}
    </SplitPane>
  )
}

function NothingOpen({ isUnknown, count }: { readonly isUnknown: boolean; readonly count: number }) {
  return (
    <BlankPanel
      title={isUnknown ? 'There is no such replay' : count === 0 ? 'Nothing was replayed yet' : 'No replay is open'}
      actions={
        <a className={buttonClass('plain')} href={formatRoute(route('activity'))}>
          Open Activity
        </a>
      }
    >
      Exchanges that are chosen in Activity, or all that match its filter, are sent again together: as fast as they are taken, at a rate, or
      as they came. A replay goes on when the page is closed, and after a restart where it stood.
      {count > 0 && ' Choose one at the left to see how far it is.'}
    </BlankPanel>
  )
}
