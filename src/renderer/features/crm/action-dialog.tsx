import { useState } from 'react'
import type { CrmAction } from '../../../shared/domain/crm/kinds.ts'
import type { Entity } from '../../../shared/domain/crm/entity.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Crm } from './crm-store.ts'
import { ACTION_FIELDS } from './kind-view.ts'

interface ActionDialogProps {
  readonly crm: Crm
  readonly entity: Entity
  readonly action: CrmAction
  readonly verb: string
  readonly onClose: () => void
}

/** Asks for the one thing that goes with an action: a resolution, a reason, a user. */
export function ActionDialog({ crm, entity, action, verb, onClose }: ActionDialogProps) {
  const { field = '', label = '', isRequired = false } = ACTION_FIELDS[action] ?? {}
  const [value, setValue] = useState('')
  const canRun = !isRequired || value.trim() !== ''
  async function run(): Promise<void> {
    if (!canRun) return
    onClose()
    await crm.act(entity, action, value.trim() === '' ? {} : { [field]: value.trim() })
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`${verb} this ${entity.kind}`}
      width={420}
      foot={
        <>
          <Button kind="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button kind="primary" disabled={!canRun} onClick={() => void run()}>
            {verb}
          </Button>
        </>
      }
    >
      <TextField
        label={isRequired ? label : `${label} (optional)`}
        value={value}
        onChange={setValue}
        autoFocus
        hint={`Kept as ${field} and sent with the events.`}
        onKeyDown={(event) => {
          if (event.key === 'Enter') void run()
        }}
      />
    </Dialog>
  )
}
