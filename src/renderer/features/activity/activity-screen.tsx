import { ListTree } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type ComponentType, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import type { FeedOrder } from '../../../shared/domain/feed-order.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { Banner } from '../../components/banner.tsx'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import type { ActivityStores } from './activity-stores.ts'
import { ColumnsMenu } from './columns-menu.tsx'
import { ExchangeTable } from './exchange-table.tsx'
import { EVERYTHING, isNarrowed, readQuery, writeQuery, type FeedQuery } from './feed-query.ts'
import { useFeedShortcuts } from './use-feed-shortcuts.ts'
import { FilterBar } from './filter-bar.tsx'
import { HistogramFigure } from './histogram.tsx'
import { useMedia } from './use-media.ts'
import { useWidth } from '../../components/use-width.ts'
import { SavedFiltersMenu } from './saved-filters-menu.tsx'
import { SelectionBar, type SubjectActions } from './selection-bar.tsx'
import { hasChosen, subjectOf, type Subject } from './selection-store.ts'
import { useLinkedSelection } from './use-linked-selection.ts'
import { FIRST_CHOICE, layoutOf, type ColumnLayout } from './visible-columns.ts'

/** What other features put into the screen. */
export interface ActivitySlots {
  /** Shows one exchange; fills its pane. */
  readonly inspector: ComponentType<{ readonly route: Route; readonly onClose: () => void }>
  /** Stand at the end of the filter's bar. */
  readonly tools: ComponentType
  /** What can be done with what is chosen; null: that is not to be had. */
  readonly onReplay: ((subject: Subject) => void) | null
  readonly onExport: (subject: Subject) => void
  /** Stands in place of an empty feed, until the reader goes on. */
  readonly firstStart: ComponentType<{ readonly hasExchanges: boolean; readonly onContinue: () => void }>
}

/** Activity, for the rail. */
export function activityScreen(stores: ActivityStores, navigation: Navigation, slots: ActivitySlots): ScreenView {
  return ({ route: here }) => <ActivityView {...{ stores, navigation, slots, here }} />
}

interface ActivityViewProps {
  readonly stores: ActivityStores
  readonly navigation: Navigation
  readonly slots: ActivitySlots
  readonly here: Route
}

function ActivityView({ stores, navigation, slots, here }: ActivityViewProps) {
  const { activity, histogram, openDeliveries } = stores
  const isEmpty = useStore(activity.store, ({ feed, shown }) => feed?.rows.length === 0 && !isNarrowed(shown))
  const isCovered = useMedia('(max-width: 1023px)')
  const isNarrow = useMedia('(max-width: 1365px)')
  // Once it was shown it stays, so that the first rows can be seen arriving there.
  const [stage, setStage] = useState<'unknown' | 'first' | 'feed'>('unknown')
  if (isEmpty && stage === 'unknown') setStage('first')
  const field = useRef<HTMLInputElement>(null)
  const query = useQuery(here)
  useEffect(() => {
    void activity.setQuery(query)
    histogram.show(query)
    if (!query.isGrouped) openDeliveries.closeAll()
  }, [activity, histogram, openDeliveries, query])
  useLinkedSelection(stores.selection, navigation, query)

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
  useFeedShortcuts({ stores, selectedId: here.id, open, field })

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
      <ActivityPane
        stores={stores}
        query={query}
        selectedId={here.id}
        field={field}
        ask={ask}
        onOpen={open}
        tools={<slots.tools />}
        onReplay={slots.onReplay}
        onExport={slots.onExport}
        onCompare={(a, b) => navigation.open(route('compare', null, { a, b }))}
      />
    </SplitPane>
  )
}

interface ActivityPaneProps extends SubjectActions {
  readonly stores: ActivityStores
  readonly query: FeedQuery
  readonly selectedId: string | null
  readonly field: RefObject<HTMLInputElement | null>
  /** `isStep`: "back" undoes it. */
  readonly ask: (change: Partial<FeedQuery>, isStep?: boolean) => void
  readonly onOpen: (id: string) => void
  readonly tools: ReactNode
}

/** Filter, histogram, table, and the bar for what is chosen. */
function ActivityPane({ stores, query, selectedId, field, ask, onOpen, tools, ...actions }: ActivityPaneProps) {
  const { activity, histogram, columns, savedFilters } = stores
  const pane = useRef<HTMLDivElement>(null)
  const width = useWidth(pane)
  const choice = useStore(columns.store)
  const layout = useMemo(() => layoutOf(choice, width), [choice, width])
  const controls = (
    <>
      <SavedFiltersMenu saved={savedFilters} filter={query.filter} onChoose={(filter) => ask({ filter }, true)} />
      <IconButton
        icon={ListTree}
        name="Group by delivery"
        kind="plain"
        size="large"
        pressed={query.isGrouped}
        onClick={() => ask({ isGrouped: !query.isGrouped }, true)}
      />
      <ColumnsMenu columns={columns} shown={layout.names} />
    </>
  )
  return (
    <div ref={pane} className="pane">
      <FilterBar
        activity={activity}
        filter={query.filter}
        field={field}
        onFilter={(filter) => ask({ filter })}
        onLeave={focusFeed}
        controls={controls}
        tools={tools}
      />
      <HistogramFigure live={histogram} query={query} onTime={ask} />
      <Feed
        stores={stores}
        layout={layout}
        selectedId={selectedId}
        onOpen={onOpen}
        onOrder={(order) => ask({ order }, true)}
        onClear={() => ask({ ...EVERYTHING, order: query.order }, true)}
      />
      <Chosen stores={stores} {...actions} />
    </div>
  )
}

function Chosen({ stores: { activity, selection, bulk }, ...actions }: SubjectActions & { readonly stores: ActivityStores }) {
  const chosen = useStore(selection.store)
  const total = useStore(activity.store, (state) => state.total)
  const filter = useStore(activity.store, (state) => state.asked)
  if (!hasChosen(chosen)) return null
  return (
    <SelectionBar
      selection={chosen}
      subject={subjectOf(chosen, filter)}
      total={total}
      bulk={bulk}
      onClear={() => {
        selection.clear()
        focusFeed()
      }}
      {...actions}
    />
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
  readonly stores: ActivityStores
  readonly layout: ColumnLayout
  readonly selectedId: string | null
  readonly onOpen: (id: string) => void
  readonly onOrder: (order: FeedOrder) => void
  readonly onClear: () => void
}

function Feed({ stores, layout, selectedId, onOpen, onOrder, onClear }: FeedProps) {
  const { activity } = stores
  const isThere = useStore(activity.store, ({ feed }) => feed !== null)
  const isEmpty = useStore(activity.store, ({ feed }) => feed?.rows.length === 0)
  const problem = useStore(activity.store, (state) => state.problem)
  const shown = useStore(activity.store, (state) => state.shown)
  if (!isThere) {
    if (!problem) return <FeedSkeleton />
    return (
      <ErrorPanel title={problem.message} onRetry={() => void activity.retry()}>
        {problem.remedy}
      </ErrorPanel>
    )
  }
  if (isEmpty) return <NothingMatches query={shown} onClear={onClear} />
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
      <ExchangeTable stores={stores} layout={layout} selectedId={selectedId} onOpen={onOpen} onOrder={onOrder} />
    </>
  )
}

function FeedSkeleton() {
  const { names, template } = layoutOf(FIRST_CHOICE, window.innerWidth)
  return <SkeletonRows columns={template} cells={names.length} />
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
