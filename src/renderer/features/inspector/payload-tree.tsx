import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, ChevronUp, Search } from 'lucide-react'
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import type { JsonTree } from '../../components/json-tree.ts'
import { TextField } from '../../components/text-field.tsx'
import { findInPayload, payloadRows, sizeWords, valueText, withOpenWay, type PayloadRow } from './payload-rows.ts'
import './payload-tree.css'

const ROW_PX = 24

interface PayloadTreeProps {
  /** What it is: `Request body`. */
  readonly name: string
  readonly tree: JsonTree
  /** Grows each time somebody wants to search. */
  readonly finding: number
}

/** A JSON body to be walked: one value a row, the chosen one's path and value to be copied. One stop for Tab. */
export function PayloadTree({ name, tree, finding }: PayloadTreeProps) {
  const [toggled, setToggled] = useState<ReadonlySet<string>>(() => new Set())
  const [chosenId, setChosenId] = useState('0')
  const rows = useMemo(() => payloadRows(tree, toggled), [tree, toggled])
  const chosen = Math.max(
    rows.findIndex(({ id }) => id === chosenId),
    0,
  )
  const row = rows[chosen]
  const scroller = useRef<HTMLDivElement>(null)
  const prefix = useId()
  // Without the compiler's memo this draws the rows in sight only, which is little.
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 8,
  })
  useEffect(() => virtualizer.scrollToIndex(chosen, { align: 'auto' }), [virtualizer, chosen])

  function toggle(id: string): void {
    const next = new Set(toggled)
    if (!next.delete(id)) next.add(id)
    setToggled(next)
  }
  function reveal(id: string): void {
    setToggled(withOpenWay(toggled, id))
    setChosenId(id)
  }
  function press(event: KeyboardEvent): void {
    if (!row) return
    const key = event.key.toLowerCase()
    if ((event.ctrlKey || event.metaKey) && key === 'c' && document.getSelection()?.isCollapsed !== false) {
      void navigator.clipboard.writeText(valueText(row.node)).catch(() => undefined)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const to = (index: number): void => setChosenId(rows[Math.min(Math.max(index, 0), rows.length - 1)]?.id ?? '0')
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / ROW_PX) - 1)
    if (key === 'arrowdown') to(chosen + 1)
    else if (key === 'arrowup') to(chosen - 1)
    else if (key === 'home') to(0)
    else if (key === 'end') to(rows.length - 1)
    else if (key === 'pagedown') to(chosen + page)
    else if (key === 'pageup') to(chosen - page)
    else if (key === 'arrowright' && row.isOpen) to(chosen + 1)
    else if (key === 'arrowright' && row.node.kind !== 'atom') toggle(row.id)
    else if (key === 'arrowleft' && row.isOpen) toggle(row.id)
    else if (key === 'arrowleft' && row.depth > 0) setChosenId(row.id.slice(0, row.id.lastIndexOf('.')))
    else if ((key === 'enter' || key === ' ') && row.node.kind !== 'atom') toggle(row.id)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col bg-sunken">
      <Finder key={finding} isOpen={finding > 0} tree={tree} chosenId={chosenId} onReveal={reveal} />
      <div
        ref={scroller}
        role="tree"
        aria-label={name}
        tabIndex={0}
        aria-activedescendant={`${prefix}${row?.id ?? '0'}`}
        className="payload-tree"
        onKeyDown={press}
      >
        <div className="relative" role="presentation" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const each = rows[index]
            return (
              each && (
                <Row
                  key={each.id}
                  id={`${prefix}${each.id}`}
                  row={each}
                  top={start}
                  isChosen={index === chosen}
                  onChoose={() => setChosenId(each.id)}
                  onToggle={() => toggle(each.id)}
                />
              )
            )
          })}
        </div>
      </div>
      {row && (
        <div className="flex h-10 flex-none items-center gap-2 bg-surface px-4 shadow-[inset_0_1px_var(--line)]">
          <span className="min-w-0 grow truncate wire-small text-ink-2" title={row.path}>
            {row.path === '' ? 'the whole body' : row.path}
          </span>
          {row.path !== '' && <CopyButton name="Copy the path" word="Path" text={row.path} />}
          <CopyButton name="Copy the value" word="Value" text={() => valueText(row.node)} />
        </div>
      )}
    </div>
  )
}

interface RowProps {
  readonly id: string
  readonly row: PayloadRow
  readonly top: number
  readonly isChosen: boolean
  readonly onChoose: () => void
  readonly onToggle: () => void
}

function Row({ id, row: { depth, label, node, isOpen }, top, isChosen, onChoose, onToggle }: RowProps) {
  const isAtom = node.kind === 'atom'
  const Chevron = isOpen ? ChevronDown : ChevronRight
  return (
    <div
      id={id}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isChosen}
      aria-expanded={isAtom ? undefined : isOpen}
      className="payload-row"
      style={{ top, height: ROW_PX, paddingLeft: 12 + depth * 16 }}
      onClick={onChoose}
      onDoubleClick={isAtom ? undefined : onToggle}
    >
      <span className="payload-fold" aria-hidden="true" onClick={isAtom ? undefined : onToggle}>
        {!isAtom && <Chevron size={14} strokeWidth={1.75} />}
      </span>
      {label !== null && (
        <span>
          <span className={label.startsWith('"') ? 'syn-key' : 'syn-punct'}>{label}</span>
          <span className="syn-punct">: </span>
        </span>
      )}
      <span className={`min-w-0 truncate ${isAtom ? atomClass(node.text) : 'syn-punct'}`}>{sizeWords(node)}</span>
    </div>
  )
}

function atomClass(text: string): string {
  if (text.startsWith('"')) return 'syn-string'
  return /^[-\d]/.test(text) ? 'syn-number' : 'syn-atom'
}

interface FinderProps {
  readonly isOpen: boolean
  readonly tree: JsonTree
  readonly chosenId: string
  readonly onReveal: (id: string) => void
}

/** Looks for keys and values, also in what is closed. Enter goes on, Shift+Enter back, Escape ends it. */
function Finder({ isOpen: opens, tree, chosenId, onReveal }: FinderProps) {
  const [isOpen, setOpen] = useState(opens)
  // A search goes through all of the body: once for each text, and again for another body.
  const [search, setSearch] = useState<{ readonly tree: JsonTree; readonly text: string; readonly found: readonly string[] }>({
    tree,
    text: '',
    found: [],
  })
  const { text } = search
  const found = useMemo(() => (search.tree === tree ? search.found : findInPayload(tree, search.text)), [tree, search])
  if (!isOpen) return null
  const at = found.indexOf(chosenId)
  const go = (step: 1 | -1): void => {
    const next = at < 0 ? (step === 1 ? 0 : found.length - 1) : (at + step + found.length) % found.length
    const id = found[next]
    if (id !== undefined) onReveal(id)
  }
  return (
    <div
      role="search"
      className="flex h-10 flex-none items-center gap-1 bg-surface px-4 shadow-[inset_0_-1px_var(--line)]"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target instanceof HTMLInputElement) go(event.shiftKey ? -1 : 1)
        else if (event.key === 'Escape') setOpen(false)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <TextField
        label="Search in the body"
        hideLabel
        compact
        wire
        autoFocus
        icon={Search}
        className="grow"
        value={text}
        onChange={(next) => {
          const foundNext = findInPayload(tree, next)
          setSearch({ tree, text: next, found: foundNext })
          if (foundNext[0] !== undefined) onReveal(foundNext[0])
        }}
        tail={text.trim() !== '' && (found.length === 0 ? 'none' : `${at < 0 ? '–' : formatCount(at + 1)} of ${formatCount(found.length)}`)}
      />
      <IconButton icon={ChevronUp} name="Previous match" size="small" kind="plain" disabled={found.length === 0} onClick={() => go(-1)} />
      <IconButton icon={ChevronDown} name="Next match" size="small" kind="plain" disabled={found.length === 0} onClick={() => go(1)} />
    </div>
  )
}
