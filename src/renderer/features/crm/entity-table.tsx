import { Clapperboard } from 'lucide-react'
import { type ReactNode, type RefObject, useId } from 'react'
import { useStore } from 'zustand'
import { entityName } from '../../../shared/domain/crm/entity-name.ts'
import type { CrmKind } from '../../../shared/domain/crm/kinds.ts'
import { kindInfo } from '../../../shared/domain/crm/kinds.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { isForList } from '../../api/problem.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { Dash } from '../../components/dash.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatAmount, formatCount } from '../../components/format.ts'
import { RelativeTime } from '../../components/relative-time.tsx'
import { ListFilter } from '../../components/list-filter.tsx'
import { focusRowList } from '../../components/row-focus.ts'
import { RowList } from '../../components/row-list.tsx'
import { SkeletonRows } from '../../components/skeleton-rows.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Crm } from './crm-store.ts'
import { kindLabel, type KindColumn, kindView, shown, stateLook } from './kind-view.ts'

interface EntityTableProps {
  readonly crm: Crm
  readonly kind: CrmKind
  readonly selectedId: string | null
  readonly onOpen: (id: string, how: 'press' | 'move') => void
  readonly newButton: ReactNode
  /** The field that filters. */
  readonly search: RefObject<HTMLInputElement | null>
  /** Lets the simulator fill the CRM. */
  readonly onPlay: () => void
}

/** Amounts are not cut. */
const AMOUNT_WIDTH = 'minmax(132px, 1fr)'

/** The entities of one kind, newest first. */
export function EntityTable({ crm, kind, selectedId, onOpen, newButton, search, onPlay }: EntityTableProps) {
  const { items, hasMore, names, problem, kind: readKind, tenant, text } = useStore(crm.store)
  const tenants = useId()
  const { head, columns } = kindView(kind)
  const widths = `minmax(0, 2fr) ${columns.map(({ field }) => (field === 'amount' ? AMOUNT_WIDTH : 'minmax(0, 1fr)')).join(' ')} 72px 64px`
  const rows = readKind === kind ? items : null
  function clear(): void {
    void crm.find('')
    search.current?.focus()
  }
  return (
    <section className="pane" aria-label={`Table of ${kindInfo(kind).plural}`}>
      <div className="pane-bar">
        <h2 className="sr-only">{kindLabel(kind)}</h2>
        <ListFilter
          label={`Filter ${kindInfo(kind).plural}`}
          maxLength={200}
          value={text}
          onChange={(typed) => void crm.find(typed)}
          ref={search}
          onLeave={() => focusRowList(kindLabel(kind))}
        />
        <TextField
          label="Tenant"
          hideLabel
          compact
          className="w-36"
          value={tenant}
          placeholder="All tenants"
          list={tenants}
          onChange={(text) => void crm.showTenant(text)}
        />
        <datalist id={tenants}>
          {[...new Set(items?.map(({ tenantId }) => tenantId))].map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        {newButton}
      </div>
      {rows === null && problem === null && <SkeletonRows columns={widths} cells={columns.length + 3} />}
      {isForList(problem, rows) && (
        <ErrorPanel title={problem.message} onRetry={() => void crm.refresh()}>
          {problem.remedy}
        </ErrorPanel>
      )}
      {rows?.length === 0 && text.trim() !== '' && (
        <BlankPanel title={`No ${kindInfo(kind).plural} hold “${text.trim()}”`} actions={<Button onClick={clear}>Clear the filter</Button>}>
          The filter looks into all values, {tenant === '' ? 'of all tenants' : 'of this tenant'}, and not at the names of fields.
        </BlankPanel>
      )}
      {rows?.length === 0 && text.trim() === '' && (
        <BlankPanel
          title={tenant === '' ? `No ${kindInfo(kind).plural} yet` : `No ${kindInfo(kind).plural} of this tenant`}
          actions={
            <Button icon={Clapperboard} onClick={onPlay}>
              Play a scenario
            </Button>
          }
        >
          {kind === 'workflow'
            ? 'Make one with its actions, then run it: each run sends workflow.executed, and for each action whether it was completed or failed.'
            : `Make one here or with POST /api/${kindInfo(kind).plural}: it sends ${kind}.created to every endpoint that takes it.`}
        </BlankPanel>
      )}
      {rows !== null && rows.length > 0 && (
        <RowList
          name={kindLabel(kind)}
          lines={1}
          columns={widths}
          heads={[
            { head },
            ...columns.map((column) => ({ head: column.head, isNumber: column.isNumber })),
            { head: 'Tenant' },
            { head: 'Changed' },
          ]}
          selectedId={selectedId}
          onOpen={onOpen}
          rows={rows.map(({ id, data, tenantId, updatedAt }) => ({
            id,
            cells: [
              <bdi key="title" className="medium" title={entityName(kind, data)}>
                {entityName(kind, data)}
              </bdi>,
              ...columns.map((column) => <Cell key={column.field} column={column} data={data} names={names} />),
              <span key="tenant" className="text-ink-2" title={tenantId}>
                {tenantId}
              </span>,
              <RelativeTime key="changed" at={updatedAt} form="ago" className="text-ink-2" />,
            ],
          }))}
        />
      )}
      {rows !== null && hasMore && (
        <div className="pane-foot type-small text-ink-2">
          <span className="grow">The newest {formatCount(rows.length)} are shown.</span>
          <Button size="small" onClick={() => void crm.more()}>
            Show more
          </Button>
        </div>
      )}
    </section>
  )
}

interface CellProps {
  readonly column: KindColumn
  readonly data: JsonObject
  readonly names: Readonly<Record<string, string>>
}

function Cell({ column: { field, isReference }, data, names }: CellProps) {
  const value = data[field]
  const look = stateLook(field, value)
  if (look) return <StatusWord {...look} word={shown(value)} />
  if (field === 'actions' && Array.isArray(value)) return <span className="tabular-nums">{value.length}</span>
  if (field === 'amount' && typeof value === 'number')
    return (
      <span className="tabular-nums" title={`${formatAmount(value)} ${shown(data['currency'])}`}>
        {formatAmount(value)} <span className="text-ink-3">{shown(data['currency'])}</span>
      </span>
    )
  if (typeof value === 'number') return <span className="tabular-nums">{formatCount(value)}</span>
  const text = isReference ? nameOf(shown(value), names) : shown(value)
  return text === '' ? (
    <Dash />
  ) : (
    <bdi className="text-ink-2" title={text}>
      {text}
    </bdi>
  )
}

/** The name behind an id; the id itself where nothing is called so, as when it was deleted. */
function nameOf(id: string, names: Readonly<Record<string, string>>): string {
  return (Object.hasOwn(names, id) && names[id]) || id
}
