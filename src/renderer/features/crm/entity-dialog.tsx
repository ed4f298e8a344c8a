import { useId, useState } from 'react'
import type { CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { Entity } from '../../../shared/domain/crm/entity.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { Tabs } from '../../components/tabs.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Crm } from './crm-store.ts'
import { draftOf, emptyDraft, fieldsToSave, type FormField, formFields, parseDraft, typedValue } from './entity-draft.ts'
import { shown } from './kind-view.ts'

const EDITOR_PX = 360

interface EntityDialogProps {
  readonly crm: Crm
  readonly kind: CrmKind
  /** null: a new one. */
  readonly entity: Entity | null
  readonly onClose: () => void
  readonly onSaved: (entity: Entity) => void
}

/** Makes or changes an entity: known fields as a form, all of them as JSON. Both show the same draft. */
export function EntityDialog({ crm, kind, entity, onClose, onSaved }: EntityDialogProps) {
  const [view, setView] = useState<'form' | 'json'>(kind === 'workflow' ? 'json' : 'form')
  const [text, setText] = useState(() => JSON.stringify(entity ? draftOf(entity.data) : emptyDraft(kind), null, 2))
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isSaving, setSaving] = useState(false)
  const draft = parseDraft(text)

  async function save(): Promise<void> {
    if (draft === null || isSaving) return
    setSaving(true)
    try {
      onSaved(await crm.save(kind, entity?.id ?? null, fieldsToSave(entity?.data ?? null, draft)))
    } catch (error) {
      setProblem(toProblem(error))
      setSaving(false)
    }
  }
  const change = (next: JsonObject): void => setText(JSON.stringify(next, null, 2))
  const formNames = new Set(view === 'form' ? formFields(kind).map(({ name }) => name) : [])
  const unmarked = problem?.fields.every(({ path }) => formNames.has(path)) && problem.fields.length > 0 ? null : problem

  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={entity ? `Edit ${kind}` : `New ${kind}`}
      width={560}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={isSaving} disabled={draft === null} onClick={() => void save()}>
            {entity ? 'Save and send' : 'Create and send'}
          </Button>
        </>
      }
    >
      <Tabs
        name="Edit as"
        value={view}
        onChange={setView}
        tabs={[
          { value: 'form', label: 'Form', disabled: draft === null },
          { value: 'json', label: 'JSON' },
        ]}
      >
        <div className="flex flex-col gap-3 pt-3">
          {unmarked && (
            <Banner kind="fail">
              {unmarked.message} {unmarked.remedy}
            </Banner>
          )}
          {view === 'json' ? (
            <CodeEditor name="Fields as JSON" value={text} language="json" height={EDITOR_PX} onChange={setText} />
          ) : (
            draft && <EntityForm kind={kind} draft={draft} problem={problem} onChange={change} onSubmit={() => void save()} />
          )}
          <p className="type-small text-ink-3">
            {draft === null ? 'This is not a JSON object yet.' : 'Fields of your own are kept and sent: add them as JSON.'}
          </p>
        </div>
      </Tabs>
    </Dialog>
  )
}

interface EntityFormProps {
  readonly kind: CrmKind
  readonly draft: JsonObject
  readonly problem: Problem | null
  readonly onChange: (draft: JsonObject) => void
  readonly onSubmit: () => void
}

function EntityForm({ kind, draft, problem, onChange, onSubmit }: EntityFormProps) {
  const list = useId()
  const change = (field: FormField, text: string): void => {
    const { [field.name]: _, ...rest } = draft
    const value = typedValue(field, text)
    onChange(value === null && !field.isRequired ? rest : { ...draft, [field.name]: value ?? '' })
  }
  return (
    <form
      className="grid max-h-[52vh] grid-cols-2 gap-x-3 gap-y-2 overflow-y-auto p-1"
      onSubmit={(event) => {
        event.preventDefault()
        onSubmit()
      }}
    >
      {formFields(kind).map((field) => {
        const wrong = problem?.fields.find(({ path }) => path === field.name)
        return (
          <div key={field.name}>
            <TextField
              label={labelOf(field)}
              value={shown(draft[field.name])}
              onChange={(text) => change(field, text)}
              title={field.description}
              error={wrong && fieldSentence(labelOf(field), wrong.message)}
              inputMode={field.isNumber ? 'decimal' : undefined}
              list={field.suggestions.length > 0 ? `${list}-${field.name}` : undefined}
            />
            {field.suggestions.length > 0 && (
              <datalist id={`${list}-${field.name}`}>
                {field.suggestions.map((value) => (
                  <option key={value} value={value} />
                ))}
              </datalist>
            )}
          </div>
        )
      })}
      <button type="submit" className="sr-only" tabIndex={-1} aria-hidden="true" />
    </form>
  )
}

/** `firstName` as people write it: `First name`; what holds an id says so. */
function labelOf({ name }: FormField): string {
  const words = name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}
