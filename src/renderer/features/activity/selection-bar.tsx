import { Copy, Download, GitCompare, Pin, Repeat2, Tag, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../../../shared/domain/counted.ts'
import { Button } from '../../components/button.tsx'
import { ConfirmPopover } from '../../components/confirm-popover.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Popover } from '../../components/popover.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Count } from './activity-state.ts'
import type { Bulk } from './bulk.ts'
import type { SelectionState, Subject } from './selection-store.ts'

/** What other features do with exchanges; null: not now. */
export interface SubjectActions {
  readonly onReplay: ((subject: Subject) => void) | null
  readonly onExport: (subject: Subject) => void
  readonly onCompare: (a: string, b: string) => void
}

interface SelectionBarProps extends SubjectActions {
  readonly selection: SelectionState
  readonly subject: Subject
  readonly total: Count | null
  readonly bulk: Bulk
  readonly onClear: () => void
}

/** How many exchanges are chosen, and what can be done with all of them. */
export function SelectionBar({ selection, subject, total, bulk, onReplay, onExport, onCompare, onClear }: SelectionBarProps) {
  const { isAll, ids } = selection
  const count = isAll ? Math.max(0, (total?.value ?? 0) - ids.size) : ids.size
  const isExact = !isAll || total?.exact === true
  const words = `${formatCount(count)}${isExact ? '' : '+'}`
  const [a, b] = isAll ? [] : [...ids]
  const done = (work: Promise<void>): void => void work.then(onClear)

  return (
    <div className="selection-bar" role="toolbar" aria-label="Chosen exchanges">
      {/* At the left: at the right toasts appear over it. */}
      <IconButton icon={X} name={`Let go of ${counted(count, 'exchange')}`} keys="Escape" onClick={onClear} />
      <span role="status" className="type-label mr-2 tabular-nums">
        {words} chosen{isAll && ids.size === 0 ? ', all that match' : ''}
      </span>
      {onReplay && (
        <Button icon={Repeat2} onClick={() => onReplay(subject)}>
          Replay …
        </Button>
      )}
      <Button icon={Download} onClick={() => onExport(subject)}>
        Export …
      </Button>
      <IconButton
        icon={GitCompare}
        name={ids.size === 2 && !isAll ? 'Compare' : 'Compare: choose two'}
        disabled={ids.size !== 2 || isAll}
        onClick={() => a !== undefined && b !== undefined && onCompare(a, b)}
      />
      <IconButton icon={Pin} name="Pin" onClick={() => void bulk.pin(subject)} />
      <TagForm onTag={(tag) => void bulk.tag(subject, tag)} />
      <IconButton icon={Copy} name="Copy ids" onClick={() => void bulk.copyIds(subject)} />
      <ConfirmPopover
        trigger={<IconButton icon={Trash2} name="Delete" />}
        question={`Delete ${words} ${count === 1 && isExact ? 'exchange' : 'exchanges'}?`}
        verb="Delete"
        danger
        onConfirm={() => done(bulk.remove(subject))}
      >
        {isAll
          ? 'What has arrived until now and matches, with its bodies. It cannot be brought back.'
          : `With ${count === 1 ? 'its body' : 'their bodies'}. It cannot be brought back.`}
      </ConfirmPopover>
    </div>
  )
}

function TagForm({ onTag }: { readonly onTag: (tag: string) => void }) {
  const [tag, setTag] = useState('')
  return (
    <Popover trigger={<IconButton icon={Tag} name="Tag" />} title="Tag what is chosen" width={240}>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (tag.trim() === '') return
          onTag(tag.trim())
          setTag('')
        }}
      >
        <TextField label="Tag" className="grow" value={tag} onChange={setTag} placeholder="urgent" />
        <Button kind="primary" type="submit" disabled={tag.trim() === ''}>
          Tag
        </Button>
      </form>
    </Popover>
  )
}
