import { Bookmark, Check, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import type { SavedFilter } from '../../../shared/domain/saved-filter.ts'
import { Button } from '../../components/button.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Popover } from '../../components/popover.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { SavedFiltersStore } from './saved-filters-store.ts'

interface SavedFiltersMenuProps {
  readonly saved: SavedFiltersStore
  /** What is asked for now. */
  readonly filter: string
  readonly onChoose: (filter: string) => void
}

/** The filters that people keep: choose, name, rename, delete. */
export function SavedFiltersMenu({ saved, filter, onChoose }: SavedFiltersMenuProps) {
  const { filters, problem } = useStore(saved.store)
  const [renamed, setRenamed] = useState<string | null>(null)
  const present = filter.trim()
  const isKept = filters?.some((each) => each.filter === present) ?? false
  return (
    <Popover
      trigger={<IconButton icon={Bookmark} name="Saved filters" kind="plain" size="large" />}
      title="Saved filters"
      width={360}
      onOpenChange={(isOpen) => {
        setRenamed(null)
        if (isOpen) void saved.load()
      }}
    >
      {filters?.length === 0 && present === '' && (
        <p className="type-small text-ink-2">None yet. Write a filter, then give it a name here: every page of this workspace has it.</p>
      )}
      {filters !== null && filters.length > 0 && (
        <ul aria-label="Saved filters" className="flex max-h-80 flex-col overflow-y-auto">
          {filters.map((each) =>
            each.id === renamed ? (
              <li key={each.id}>
                <NameForm
                  label={`New name of ${each.name}`}
                  name={each.name}
                  verb="Rename"
                  onName={async (name) => {
                    if (await saved.save({ ...each, name })) setRenamed(null)
                  }}
                />
              </li>
            ) : (
              <SavedRow
                key={each.id}
                each={each}
                isPresent={each.filter === present}
                onChoose={() => onChoose(each.filter)}
                onRename={() => setRenamed(each.id)}
                onRemove={() => void saved.remove(each)}
              />
            ),
          )}
        </ul>
      )}
      {present !== '' && !isKept && renamed === null && (
        <NameForm
          key={present}
          label="Save the present filter as"
          name=""
          verb="Save"
          onName={(name) => saved.save({ name, filter: present })}
        />
      )}
      {problem && (
        <p role="alert" className="type-small">
          <span className="text-fail">{problem.message}</span> {problem.remedy}
        </p>
      )}
    </Popover>
  )
}

interface SavedRowProps {
  readonly each: SavedFilter
  readonly isPresent: boolean
  readonly onChoose: () => void
  readonly onRename: () => void
  readonly onRemove: () => void
}

function SavedRow({ each, isPresent, onChoose, onRename, onRemove }: SavedRowProps) {
  return (
    <li className="flex items-center gap-1">
      <button type="button" className="saved-filter" aria-current={isPresent || undefined} title={each.filter} onClick={onChoose}>
        <span className="saved-filter-name">
          {each.name}
          {isPresent && <Check size={14} strokeWidth={2} className="shrink-0 text-accent" aria-hidden />}
        </span>
        <span className="wire-small truncate text-ink-3">{each.filter}</span>
      </button>
      <IconButton icon={Pencil} name={`Rename ${each.name}`} size="small" onClick={onRename} />
      <IconButton icon={Trash2} name={`Delete ${each.name}`} size="small" onClick={onRemove} />
    </li>
  )
}

interface NameFormProps {
  readonly label: string
  readonly name: string
  readonly verb: string
  readonly onName: (name: string) => Promise<unknown>
}

function NameForm({ label, name, verb, onName }: NameFormProps) {
  const [text, setText] = useState(name)
  return (
    <form
      className="flex items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        if (text.trim() !== '') void onName(text.trim())
      }}
    >
      <TextField label={label} className="grow" value={text} onChange={setText} placeholder="Failed deals" />
      <Button type="submit" kind="primary" disabled={text.trim() === ''}>
        {verb}
      </Button>
    </form>
  )
}
