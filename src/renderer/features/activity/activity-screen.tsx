import { Activity as ActivityIcon } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type ComponentType } from 'react'
import { useStore } from 'zustand'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import type { Screen } from '../../app/screen.ts'
import { Banner } from '../../components/banner.tsx'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import type { Activity } from './activity-store.ts'
import { ExchangeTable } from './exchange-table.tsx'
import { EVERYTHING, isNarrowed, isSameQuery, readQuery, writeQuery, type FeedQuery } from './feed-query.ts'
import { useFeedShortcuts } from './use-feed-shortcuts.ts'
import { FilterBar } from './filter-bar.tsx'
import { HistogramFigure } from './histogram.tsx'
import type { LiveHistogram } from './histogram-store.ts'
import { useMedia } from './use-media.ts'
import { columnTemplate, visibleColumns } from './visible-columns.ts'

/** What other features put into the screen. */
export interface ActivitySlots {
  /** Shows one exchange; fills its pane. */
  readonly inspector: ComponentType<{ readonly route: Route; readonly onClose: () => void }>
  /** Stand at the end of the filter's bar. */
  readonly tools: ComponentType
  /** Stands in place of an empty feed, until the reader goes on. */
  readonly firstStart: ComponentType<{ readonly hasExchanges: boolean; readonly onContinue: () => void }>
}

/** What the screen shows, each in a store of its own. */
export interface ActivityStores {
  readonly activity: Activity
  readonly histogram: LiveHistogram
}

/** Activity, for the rail. */
export function activityScreen(stores: ActivityStores, navigation: Navigation, slots: ActivitySlots): Screen {
  return {
    name: 'activity',
    title: 'Activity',
    icon: ActivityIcon,
    letter: 'a',
    view: ({ route: here }) => <ActivityView {...{ stores, navigation, slots, here }} />,
  }
}

interface ActivityViewProps {
  readonly stores: ActivityStores
  readonly navigation: Navigation
  readonly slots: ActivitySlots
  readonly here: Route
}

function ActivityView({ stores, navigation, slots, here }: ActivityViewProps) {
  const { activity, histogram } = stores
  const isEmpty = useStore(activity.store, ({ feed, shown }) => feed?.rows.length === 0 && !isNarrowed(shown))
  const isCovered = useMedia('(max-width: 1023px)')
  const isNarrow = useMedia('(max-width: 1365px)')
  // Once it was shown it stays, so that the first rows can be seen arriving there.
  const [stage, setStage] = useState<'unknown' | 'first' | 'feed'>('unknown')
  if (isEmpty && stage === 'unknown') setStage('first')
  const field = useRef<HTMLInputElement>(null)
  const query = useQuery(here)
  useEffect(() => {
    const { query: asked, feed } = activity.store.getState()
    if (!isSameQuery(query, asked) || feed === null) void activity.setQuery(query)
    histogram.show(query)
  }, [activity, histogram, query])

  /** Moving through the list is no step back; opening the inspector is one. */
  const open = (id: string | null): void => {
    const to = route('activity', id, here.query)
    if (here.id === null) navigation.open(to)
    else navigation.replace(to)
  }
  /** `isStep`: "back" undoes it. */
  const ask = (change: Partial<FeedQuery>, isStep = false): void => {
    const to = route('activity', here.id, writeQuery(here.query, { ...query, ...change }))
    if (isStep) navigation.open(to)
    else navigation.replace(to)
  }
  const setFilter = (filter: string): void => ask({ filter })
  useFeedShortcuts({ activity, selectedId: here.id, open, field })

  if (stage === 'first' && here.id === null && !isNarrowed(query))
    return <slots.firstStart hasExchanges={!isEmpty} onContinue={() => setStage('feed')} />
  const inspector =
    here.id === null ? null : (
      <slots.inspector
        route={here}
        onClose={() => {
          open(null)
          focusFeed()
        }}
      />
    )
  if (isCovered && inspector) return inspector
  return (
    <SplitPane name="Inspector" width={isNarrow ? 480 : 520} minWidth={440} pane={inspector}>
      <FilterBar activity={activity} filter={query.filter} field={field} onFilter={setFilter} onLeave={focusFeed} tools={<slots.tools />} />
      <HistogramFigure live={histogram} query={query} onTime={ask} />
      <Feed activity={activity} selectedId={here.id} onOpen={open} onClear={() => ask({ ...EVERYTHING, order: query.order }, true)} />
    </SplitPane>
  )
}

/** What the address asks for; the same object while it asks for the same. */
function useQuery({ query: words }: Route): FeedQuery {
  const { filter, time, range, group, sort } = words
  return useMemo(
    () =>
      readQuery(
        Object.fromEntries(Object.entries({ filter, time, range, group, sort }).filter(([, word]) => word !== undefined)) as Record<
          string,
          string
        >,
      ),
    [filter, time, range, group, sort],
  )
}

interface FeedProps {
  readonly activity: Activity
  readonly selectedId: string | null
  readonly onOpen: (id: string) => void
  readonly onClear: () => void
}

function Feed({ activity, selectedId, onOpen, onClear }: FeedProps) {
  const { feed, problem, shown } = useStore(activity.store)
  if (feed === null) {
    if (!problem) return <FeedSkeleton />
    return (
      <ErrorPanel title={problem.message} onRetry={() => void activity.retry()}>
        {problem.remedy}
      </ErrorPanel>
    )
  }
  if (feed.rows.length === 0) return <NothingMatches query={shown} onClear={onClear} />
  return (
    <>
      {problem && problem.code !== 'engine_gone' && (
        <div className="p-2">
          <Banner
            action={
              <Button size="small" onClick={() => void activity.retry()}>
                Try again
              </Button>
            }
          >
            {problem.message} {problem.remedy}
          </Banner>
        </div>
      )}
      <ExchangeTable activity={activity} selectedId={selectedId} onOpen={onOpen} />
    </>
  )
}

function FeedSkeleton() {
  const visible = visibleColumns(window.innerWidth)
  return <SkeletonRows columns={columnTemplate(visible)} cells={Object.values(visible).filter(Boolean).length} />
}

function NothingMatches({ query, onClear }: { readonly query: FeedQuery; readonly onClear: () => void }) {
  const { filter } = query
  if (!isNarrowed(query))
    return <BlankPanel title="Nothing has come or gone yet">What is sent or captured appears here at once.</BlankPanel>
  return (
    <BlankPanel
      title="Nothing matches"
      actions={<Button onClick={onClear}>{filter === '' ? 'Show all of the time' : 'Clear the filter'}</Button>}
    >
      {filter === '' ? (
        'No exchange is of that time.'
      ) : (
        <>
          No exchange has <span className="wire-small break-all text-ink">{filter}</span>
          {isNarrowed({ ...query, filter: '' }) && ' in that time'}. One that does appears here as it comes.
        </>
      )}
    </BlankPanel>
  )
}

function focusFeed(): void {
  document.getElementById('feed')?.focus()
}
