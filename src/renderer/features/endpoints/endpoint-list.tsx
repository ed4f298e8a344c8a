import { Plus } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import { INBOX_URL_PREFIX, type Endpoint } from '../../../shared/domain/endpoint.ts'
import { NEW } from '../../api/editable-list.ts'
import { isForList, type Problem } from '../../api/problem.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { Badge } from '../../components/badge.tsx'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { cutUrl } from '../../components/format.ts'
import { ListFilter } from '../../components/list-filter.tsx'
import { focusRowList } from '../../components/row-focus.ts'
import { RowList } from '../../components/row-list.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { BarsCell, LastCell, ShareCell, SlowCell } from '../../components/health-cells.tsx'
import { HealthFoot } from '../../components/health-foot.tsx'
import { ATTEMPTS, WINDOW_WORDS } from '../../components/health-words.ts'
import { useWidth } from '../../components/use-width.ts'
import type { HealthState } from '../../api/health-feed.ts'
import type { HealthWindow, PlaceHealth } from '../../../shared/domain/health.ts'
import type { Endpoints } from './endpoints-store.ts'

const COLUMNS = 'minmax(0, 1fr) 96px 64px 44px'
/** With room for how long they take. */
const WIDE_COLUMNS = 'minmax(0, 1fr) 96px 64px 52px 44px'
const WIDE_PX = 500
const URL_CHARACTERS = 64

interface EndpointListProps {
  readonly endpoints: Endpoints
  readonly navigation: Navigation
  readonly selectedId: string | null
  readonly items: readonly Endpoint[] | null
  readonly problem: Problem | null
  readonly onNew: () => void
  readonly health: HealthState
  readonly onWindow: (window: HealthWindow) => void
}

/** All endpoints, with what can be done without opening one. */
export function EndpointList({ endpoints, navigation, health, selectedId, items, problem, onNew, onWindow }: EndpointListProps) {
  const [query, setQuery] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const edits = useStore(endpoints.list.store, (state) => state.edits)
  const pane = useRef<HTMLElement>(null)
  const isWide = useWidth(pane) >= WIDE_PX
  const healthOf = ({ id }: Endpoint): PlaceHealth | undefined => health.report?.places[id]
  const shown = (items ?? []).filter(({ name, resolvedUrl }) => `${name} ${resolvedUrl}`.toLowerCase().includes(query.trim().toLowerCase()))
  function clear(): void {
    setQuery('')
    search.current?.focus()
  }
  useShortcuts([{ keys: '/', name: 'Filter', group: 'Endpoints', run: () => search.current?.select() }])
  useListKeys({
    group: 'Endpoints',
    list: 'Endpoints',
    items: items && shown,
    openId: selectedId,
    onOpen: (id) => navigation.replace(route('endpoints', id)),
  })

  return (
    <section className="pane" aria-label="List of endpoints" ref={pane}>
      <h2 className="sr-only">All endpoints</h2>
      <div className="pane-bar">
        <ListFilter
          label="Filter endpoints"
          placeholder={items ? `Filter ${counted(items.length, 'endpoint')}` : undefined}
          value={query}
          onChange={setQuery}
          ref={search}
          onLeave={() => focusRowList('Endpoints')}
        />
        <Button kind={selectedId === null ? 'primary' : 'plain'} icon={Plus} keys="n" onClick={onNew}>
          New endpoint
        </Button>
      </div>
      {items === null && problem === null && <SkeletonRows columns={COLUMNS} cells={4} />}
      {isForList(problem, items) && (
        <ErrorPanel title={problem.message} onRetry={() => void endpoints.list.refresh()}>
          {problem.remedy}
        </ErrorPanel>
      )}
      {items !== null && items.length > 0 && shown.length === 0 && (
        <BlankPanel title="Nothing matches" actions={<Button onClick={clear}>Clear the filter</Button>}>
          No name and no URL holds “{query}”.
        </BlankPanel>
      )}
      {shown.length > 0 && (
        <RowList
          name="Endpoints"
          columns={isWide ? WIDE_COLUMNS : COLUMNS}
          heads={[
            { head: 'Endpoint' },
            { head: `Last ${WINDOW_WORDS[health.window]}` },
            { head: 'Success', isNumber: true },
            ...(isWide ? [{ head: 'p95', isNumber: true }] : []),
            { head: 'Last', isNumber: true },
          ]}
          selectedId={selectedId}
          onOpen={(id, how) => (how === 'press' ? navigation.open : navigation.replace)(route('endpoints', id))}
          rows={shown.map((endpoint) => ({
            id: endpoint.id,
            cells: [
              <NameCell key="name" endpoint={endpoint} isEdited={edits[endpoint.id] !== undefined} />,
              <BarsCell key="bars" health={healthOf(endpoint)} window={health.window} noun={ATTEMPTS} />,
              <ShareCell key="share" health={healthOf(endpoint)} noun={ATTEMPTS} />,
              ...(isWide ? [<SlowCell key="slow" health={healthOf(endpoint)} />] : []),
              <LastCell key="last" health={healthOf(endpoint)} never="never" />,
            ],
          }))}
        />
      )}
      {items !== null && items.length > 0 && (
        <HealthFoot
          places={items.flatMap((endpoint) => healthOf(endpoint) ?? [])}
          noun={ATTEMPTS}
          window={health.window}
          isCounting={health.report?.complete === false}
          onWindow={onWindow}
        />
      )}
      {edits[NEW] !== undefined && selectedId !== NEW && (
        <div className="pane-foot type-small text-ink-2">
          <span className="grow">A new endpoint is not saved yet.</span>
          <Button size="small" onClick={onNew}>
            Go on with it
          </Button>
        </div>
      )}
    </section>
  )
}

function NameCell({ endpoint, isEdited }: { readonly endpoint: Endpoint; readonly isEdited: boolean }) {
  const { name, isActive, isBuiltIn, note } = endpoint
  const state = isBuiltIn ? (isActive ? 'built in' : 'built in, off') : isActive ? null : 'inactive'
  return (
    <span className="flex flex-col">
      <span className="flex items-center gap-2">
        <span className={`truncate type-label ${isActive ? '' : 'text-ink-2'}`} title={name}>
          {name}
        </span>
        {state !== null && <Badge>{state}</Badge>}
        {isEdited && <Badge tone="accent">not saved</Badge>}
      </span>
      {note === null ? (
        <span className="truncate wire-small text-ink-3" title={endpoint.resolvedUrl}>
          {place(endpoint)}
        </span>
      ) : (
        <span className="truncate text-ink-3" title={note}>
          {note}
        </span>
      )}
    </span>
  )
}

function place({ url, resolvedUrl }: Endpoint): string {
  if (resolvedUrl.startsWith(INBOX_URL_PREFIX)) return 'its inbox was deleted'
  return url.startsWith(INBOX_URL_PREFIX) ? `inbox ${new URL(resolvedUrl).pathname}` : cutUrl(resolvedUrl, URL_CHARACTERS)
}
