import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Client } from '../../../shared/contract/client.ts'
import { headerProblem } from '../../../shared/domain/http-message.ts'
import type { ReplaySelection } from '../../../shared/domain/replay.ts'
import { useUnsavedWarning } from '../../api/use-unsaved-warning.ts'
import { Button } from '../../components/button.tsx'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { DiffEditor, type DiffSide } from '../../components/editor/diff-editor.tsx'
import { HeadersField } from '../../components/headers-field.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { createEdit, type Edit, type EditState } from './edit-store.ts'
import { ChangeList } from './preview-list.tsx'
import { requestOf } from './replay-form.ts'
import type { Replay, ReplayState } from './replay-store.ts'
import type { Replaying } from './replaying.ts'

type View = 'changes' | 'body' | 'headers'

interface SinglePreviewProps {
  readonly client: Client
  readonly id: string
  readonly state: ReplayState
  readonly replay: Replay
  readonly replaying: Replaying
  /** It was opened to be edited. */
  readonly isEdited: boolean
}

/** One exchange before it is sent again: its body and headers, which may be edited, and all that will be changed of it. */
export function SinglePreview({ client, id, state, replay, replaying, isEdited }: SinglePreviewProps) {
  const edit = useMemo(() => {
    const earlier = replaying.edited(id)
    return createEdit(client, id, { onEdit: replay.edit, earlier, isTakenUp: isEdited, onKeep: (content) => replaying.keep(id, content) })
  }, [client, id, replay, replaying, isEdited])
  useEffect(() => void edit.read(), [edit])
  const editing = useStore(edit.store)
  const [view, setView] = useState<View>(isEdited ? 'body' : 'changes')
  const hasEdits = state.edit !== null
  useUnsavedWarning(hasEdits ? { [id]: true } : {})
  const changes = state.preview?.items[0]
  return (
    <section aria-label="What will be sent" className="flex min-h-0 min-w-0 flex-col">
      <Tabs
        name="What will be sent"
        value={view}
        onChange={setView}
        tabs={[
          { value: 'changes', label: 'What is changed', ...(changes?.kind === 'sent' && { count: new Set(changes.changes).size }) },
          { value: 'body', label: 'Body' },
          { value: 'headers', label: 'Headers', count: editing.headers.length },
        ]}
      >
        {view === 'changes' && <Changes state={state} selection={replay.selection} editing={editing} />}
        {view === 'body' && <BodyEditor editing={editing} edit={edit} autoFocus={isEdited} />}
        {view === 'headers' && <HeadersEditor editing={editing} edit={edit} />}
      </Tabs>
      <EditsFoot hasEdits={hasEdits} hasEarlier={editing.earlier !== null && editing.source !== null} edit={edit} />
    </section>
  )
}

interface EditsFootProps {
  readonly hasEdits: boolean
  readonly hasEarlier: boolean
  readonly edit: Edit
}

/** What becomes of edits, and of earlier ones, which a plain replay never sends unasked. As high without: nothing moves as one types. */
function EditsFoot({ hasEdits, hasEarlier, edit }: EditsFootProps) {
  return (
    <div className="mt-2 flex min-h-6 flex-none items-center justify-between gap-3 type-small text-ink-2">
      {hasEdits ? (
        <>
          <p>Your edits are kept here until they are sent or undone.</p>
          <Button size="small" onClick={edit.undo}>
            Undo all edits
          </Button>
        </>
      ) : (
        hasEarlier && (
          <>
            <p>You edited this earlier and did not send it.</p>
            <Button size="small" onClick={edit.takeUp}>
              Go on with those edits
            </Button>
          </>
        )
      )}
    </div>
  )
}

interface PartProps {
  readonly editing: EditState
  readonly edit: Edit
}

interface ChangesProps {
  readonly editing: EditState
  readonly state: ReplayState
  readonly selection: ReplaySelection
}

function Changes({ state: { form, preview, problem, edit: sent }, selection, editing }: ChangesProps) {
  const [item] = preview?.items ?? []
  const { source, text } = editing
  const isOther = source !== null && source.text !== null && source.text !== text
  return (
    <div className="flex min-h-0 grow flex-col gap-2 pt-3">
      <div className="max-h-48 min-h-16 flex-none overflow-auto type-small" tabIndex={0} role="group" aria-label="Changes">
        {problem && (
          <p role="alert">
            <span className="text-fail">{problem.message}</span> {problem.remedy}
          </p>
        )}
        {!problem && item === undefined && (
          <p className="text-ink-3">{requestOf(form, selection, sent) === null ? 'Choose where to.' : 'Looking …'}</p>
        )}
        {item?.kind === 'refused' && (
          <p role="alert" className="text-fail">
            {item.problem}
          </p>
        )}
        {item?.kind === 'sent' && <ChangeList changes={item.changes} />}
      </div>
      {isOther && <BodyDiff before={source.text ?? ''} after={text} />}
    </div>
  )
}

function BodyDiff({ before, after }: { readonly before: string; readonly after: string }) {
  const a = useMemo((): DiffSide => ({ name: 'Captured body', text: before, quiet: [] }), [before])
  const b = useMemo((): DiffSide => ({ name: 'Edited body', text: after, quiet: [] }), [after])
  return (
    <div className="flex min-h-40 grow flex-col">
      <DiffEditor a={a} b={b} language={languageOf(before)} onResult={ignore} />
    </div>
  )
}

function BodyEditor({ editing: { source, problem, text }, edit, autoFocus }: PartProps & { readonly autoFocus: boolean }) {
  if (source === null) return <p className="pt-3 type-small text-ink-2">{problem ?? 'Reading …'}</p>
  return (
    <div className="flex min-h-0 grow flex-col gap-2 pt-3">
      {source.note !== null && <p className="flex-none type-small text-ink-2">{source.note}</p>}
      {source.text !== null && (
        <CodeEditor
          name="Body to be sent"
          value={text}
          language={languageOf(source.text)}
          onChange={edit.changeText}
          wrap
          autoFocus={autoFocus}
        />
      )}
    </div>
  )
}

function HeadersEditor({ editing: { source, problem, headers }, edit }: PartProps) {
  if (source === null) return <p className="pt-3 type-small text-ink-2">{problem ?? 'Reading …'}</p>
  const errors = new Map(
    headers.flatMap(([name, value], index) => {
      const wrong = name === '' ? null : headerProblem(name, value)
      return wrong === null ? [] : [[index, `It cannot be sent: ${wrong}.`] as const]
    }),
  )
  return (
    <div className="flex min-h-0 grow flex-col gap-2 overflow-y-auto pt-3 pr-1">
      <p className="type-small text-ink-2">
        Host and Content-Length are written for the target; what belongs to the connection is left out.
      </p>
      <HeadersField label="Headers to be sent" value={headers} onChange={edit.changeHeaders} errors={errors} />
    </div>
  )
}

function languageOf(text: string): 'json' | 'text' {
  return /^\s*[[{]/.test(text) ? 'json' : 'text'
}

function ignore(): void {}
