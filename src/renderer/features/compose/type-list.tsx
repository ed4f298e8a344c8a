import { ChevronDown, ChevronRight } from 'lucide-react'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import type { EventTypeEntry } from '../../../shared/domain/catalogue/event-types.ts'
import type { CompositionHead } from '../../../shared/domain/composition.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ListFilter } from '../../components/list-filter.tsx'
import { KeptList } from './kept-list.tsx'
import { familyOf, holdsWords, searchTypes, typeFamilies, type TypeFamily } from './type-search.ts'

/** Drafts shown while nothing is searched for. */
const RECENT_DRAFTS = 5

interface TypeListProps {
  readonly type: string
  /** The catalogue; the guide's are known without it. */
  readonly types: readonly EventTypeEntry[]
  /** Drafts and templates of the workspace, latest first. */
  readonly kept: readonly CompositionHead[]
  /** The draft that is open. */
  readonly openId: string | null
  /** Types whose text was edited. */
  readonly edited: ReadonlySet<string>
  readonly onChoose: (type: string) => void
  readonly onOpen: (id: string) => void
  readonly onRemove: (head: CompositionHead) => void
}

/** Drafts and templates, and the event types by family. One stop for Tab; the arrow keys walk, open and close. */
export function TypeList({ type, types, kept, openId, edited, onChoose, onOpen, onRemove }: TypeListProps) {
  const [query, setQuery] = useState('')
  const [choices, setChoices] = useState<ReadonlyMap<string, boolean>>(new Map())
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const isSearching = query.trim() !== ''
  const all = useMemo(() => typeFamilies(types), [types])
  const families = searchTypes(all, query)
  const templates = kept.filter(({ name, type: each }) => name !== null && holdsWords(`${name} ${each}`, query))
  const drafts = kept.filter(({ name, type: each }) => name === null && holdsWords(each, query)).slice(0, RECENT_DRAFTS)
  useShortcuts([{ keys: '/', name: 'Search event types', group: 'Compose', run: () => search.current?.select() }])
  function clear(): void {
    setQuery('')
    search.current?.focus()
  }

  // The present type's family is open unless somebody closed it, the others closed unless somebody opened them.
  const isOpenNow = (family: string): boolean => choices.get(family) ?? familyOf(all, type) === family
  const isOpen = ({ name }: TypeFamily): boolean => isSearching || isOpenNow(name)
  const setOpen = (family: string, open: boolean): void => setChoices(new Map(choices).set(family, open))
  const toggle = (family: string): void => setOpen(family, !isOpenNow(family))
  function choose(next: string): void {
    // Nothing closes under the pointer.
    const family = familyOf(all, type)
    if (isOpenNow(family)) setOpen(family, true)
    onChoose(next)
  }
  const shown = families.flatMap((family) => [
    ...(isSearching ? [] : [family.name]),
    ...(isOpen(family) ? family.events.map((event) => event.type) : []),
  ])
  const tabStop = shown.includes(type) ? type : (shown[0] ?? [...drafts, ...templates][0]?.id)
  function walk(event: KeyboardEvent<HTMLDivElement>): void {
    const rows = [...(list.current?.querySelectorAll<HTMLButtonElement>('button:not(.button)') ?? [])]
    const at = rows.findIndex((row) => row === document.activeElement)
    const row = rows[at]
    const next = { ArrowDown: rows[at + 1], ArrowUp: rows[at - 1], Home: rows[0], End: rows.at(-1) }[event.key]
    const family = row?.dataset['family']
    if (next) next.focus()
    else if (
      family !== undefined &&
      (event.key === 'ArrowRight') !== (row?.ariaExpanded === 'true') &&
      /^Arrow(Left|Right)$/.test(event.key)
    )
      toggle(family)
    else return
    event.preventDefault()
  }

  return (
    <section className="pane" aria-label="Event types">
      <div className="pane-bar">
        <ListFilter
          label="Search event types"
          placeholder={`Search ${all.reduce((count, { events }) => count + events.length, 0)} event types`}
          value={query}
          onChange={setQuery}
          ref={search}
          onLeave={() => list.current?.querySelector('button')?.focus()}
          onEnter={() => {
            const first = families[0]?.events[0]
            if (isSearching && first) choose(first.type)
          }}
        />
      </div>
      <div className="pane-body p-2 pt-1 [scrollbar-gutter:auto]" ref={list} onKeyDown={walk}>
        <KeptList title="Recent drafts" heads={drafts} openId={openId} tabStop={tabStop} onOpen={onOpen} onRemove={onRemove} />
        <KeptList title="Templates" heads={templates} openId={null} tabStop={tabStop} onOpen={onOpen} onRemove={onRemove} />
        {families.length === 0 && drafts.length === 0 && templates.length === 0 && (
          <BlankPanel title="Nothing matches" actions={<Button onClick={clear}>Clear the search</Button>}>
            No event type’s name or description holds “{query}”, and no draft or template does.
          </BlankPanel>
        )}
        {families.map((family) => (
          <div key={family.name} role="group" aria-label={family.title}>
            {!isSearching && (
              <FamilyHead
                family={family}
                isOpen={isOpen(family)}
                isTabStop={family.name === tabStop}
                onToggle={() => toggle(family.name)}
              />
            )}
            {isOpen(family) &&
              family.events.map((event) => (
                <TypeRow
                  key={event.type}
                  type={event.type}
                  description={event.description}
                  isChosen={event.type === type}
                  isEdited={edited.has(event.type)}
                  isTabStop={event.type === tabStop}
                  onChoose={() => choose(event.type)}
                />
              ))}
          </div>
        ))}
      </div>
    </section>
  )
}

interface FamilyHeadProps {
  readonly family: TypeFamily
  readonly isOpen: boolean
  readonly isTabStop: boolean
  readonly onToggle: () => void
}

function FamilyHead({ family, isOpen, isTabStop, onToggle }: FamilyHeadProps) {
  const Icon = isOpen ? ChevronDown : ChevronRight
  return (
    <button
      type="button"
      data-family={family.name}
      aria-expanded={isOpen}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onToggle}
      className="flex h-7 w-full items-center gap-2 rounded-m px-2 type-small medium text-ink-2 hover:bg-hover"
    >
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      {family.title}
      <span className="ml-auto tabular-nums text-ink-3">{family.events.length}</span>
    </button>
  )
}

interface TypeRowProps {
  readonly type: string
  readonly description: string
  readonly isChosen: boolean
  readonly isEdited: boolean
  readonly isTabStop: boolean
  readonly onChoose: () => void
}

function TypeRow({ type, description, isChosen, isEdited, isTabStop, onChoose }: TypeRowProps) {
  return (
    <button
      type="button"
      aria-current={isChosen || undefined}
      tabIndex={isTabStop ? 0 : -1}
      onClick={onChoose}
      className={`flex h-10 w-full items-center gap-2 rounded-m pr-2 pl-[30px] text-left ${isChosen ? 'bg-selected' : 'hover:bg-hover'}`}
    >
      <span className="flex min-w-0 flex-col">
        <span className={`truncate type-small medium ${isChosen ? 'text-accent' : ''}`}>{type}</span>
        <span className={`truncate type-caption [font-weight:400] ${isChosen ? 'text-ink-2' : 'text-ink-3'}`}>{description}</span>
      </span>
      {isEdited && <span className="ml-auto type-small text-ink-3">edited</span>}
    </button>
  )
}
