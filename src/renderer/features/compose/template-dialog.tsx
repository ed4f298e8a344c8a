import { useState } from 'react'
import { templateNameProblem } from '../../../shared/domain/composition.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { TextField } from '../../components/text-field.tsx'

interface TemplateDialogProps {
  /** The name it begins with. */
  readonly name: string
  /** Names of the templates that there are. */
  readonly taken: readonly string[]
  readonly onSave: (name: string) => Promise<void>
  readonly onClose: () => void
}

/** Asks under which name what is typed is kept. */
export function TemplateDialog({ name: first, taken, onSave, onClose }: TemplateDialogProps) {
  const [name, setName] = useState(first)
  const [isSaving, setSaving] = useState(false)
  const [refusal, setRefusal] = useState<Problem | null>(null)
  const wrong = templateNameProblem(name)
  const replaces = taken.some((each) => each.toLowerCase() === name.trim().toLowerCase())
  async function save(): Promise<void> {
    if (wrong !== null || isSaving) return
    setSaving(true)
    try {
      await onSave(name.trim())
      onClose()
    } catch (error) {
      setRefusal(toProblem(error))
    }
    setSaving(false)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Save as template"
      description="The text as it stands, with its variables. Send it from here, or with hookscope send --template."
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" busy={isSaving} disabled={wrong !== null} onClick={() => void save()}>
            {replaces ? 'Replace' : 'Save'}
          </Button>
        </>
      }
    >
      <TextField
        label="Name"
        autoFocus
        value={name}
        onChange={setName}
        error={wrong !== null && name !== '' ? fieldSentence('Name', wrong) : undefined}
        hint={replaces ? 'Takes the place of the template of this name' : undefined}
        onKeyDown={(event) => event.key === 'Enter' && void save()}
      />
      {refusal && (
        <p role="alert" className="mt-3 type-small">
          <span className="text-fail">{refusal.message}</span> {refusal.remedy}
        </p>
      )}
    </Dialog>
  )
}
