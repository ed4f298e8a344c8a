import { useCallback, useEffect, useRef, useState } from 'react'
import { MAX_NOTE_CHARS, noteProblem, NO_NOTE, type Note, type NoteProblem } from '../../../shared/domain/note.ts'
import type { Problem } from '../../api/problem.ts'
import { TextArea } from '../../components/text-field.tsx'
import { TokenField } from '../../components/token-field.tsx'
import { formatCount } from '../../components/format.ts'
import type { Inspector } from './inspector-store.ts'

interface NotesTabProps {
  readonly id: string
  readonly inspector: Inspector
  readonly note: Note | null
  readonly refusal: Problem | null
}

/** What people add: tags, and words of their own, kept as soon as one leaves the field. */
export function NotesTab({ id, inspector, note, refusal }: NotesTabProps) {
  const kept = note ?? NO_NOTE
  const [text, setText] = useState(kept.text)
  const latest = useRef({ text, kept: kept.text })
  useEffect(() => {
    latest.current = { text, kept: kept.text }
  })
  const save = useCallback((): void => {
    const { text: typed, kept: before } = latest.current
    if (typed.trim() !== before && noteProblem({ ...NO_NOTE, text: typed }) === null) void inspector.annotate(id, { text: typed })
  }, [id, inspector])
  // Also what was typed when another exchange is opened by a key.
  useEffect(() => save, [save])
  const isDirty = text.trim() !== kept.text
  return (
    <div className="flex flex-col gap-4 p-4">
      <TokenField
        label="Tags"
        value={kept.tags}
        suggestions={[]}
        problemOf={(tag) => sentences(noteProblem({ ...NO_NOTE, tags: [...kept.tags, tag] }))}
        placeholder={kept.tags.length === 0 ? 'urgent' : ''}
        onChange={(next) => {
          const change = {
            addTags: next.filter((tag) => !kept.tags.includes(tag)),
            removeTags: kept.tags.filter((tag) => !next.includes(tag)),
          }
          void inspector.annotate(id, change)
        }}
      />
      <div onBlur={save} onKeyDown={(event) => (event.ctrlKey || event.metaKey) && event.key === 'Enter' && save()}>
        <TextArea
          label="Note"
          rows={8}
          value={text}
          onChange={setText}
          placeholder="What you found out, for yourself or whoever looks next"
          error={noteProblem({ ...NO_NOTE, text })?.message}
          hint={isDirty ? `${formatCount(text.length)} of ${formatCount(MAX_NOTE_CHARS)} characters` : text === '' ? undefined : 'Kept'}
        />
      </div>
      {refusal && (
        <p role="alert" className="type-small">
          <span className="text-fail">{refusal.message}</span> {refusal.remedy}
        </p>
      )}
      <p className="type-small text-pretty text-ink-3">
        Find it again with <span className="wire-small">has:note</span>, <span className="wire-small">tag:urgent</span> or words of the
        note. Pinned exchanges are never removed by retention.
      </p>
    </div>
  )
}

function sentences(problem: NoteProblem | null): string | null {
  return problem && `${problem.message} ${problem.remedy}`
}
