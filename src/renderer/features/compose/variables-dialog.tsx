import { Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { BUILT_IN_VARIABLES } from '../../../shared/domain/variables/built-in.ts'
import { variableProblems, type Variable } from '../../../shared/domain/variables/variable.ts'
import { showToast } from '../../app/toasts.tsx'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Variables } from './variables-store.ts'

interface VariablesDialogProps {
  readonly variables: Variables
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}

/** What may stand between braces: the workspace's own, to be changed, and those that are built in. */
export function VariablesDialog({ variables, open, onOpenChange }: VariablesDialogProps) {
  const { own, problem } = useStore(variables.store)
  async function remove({ name, value }: Variable): Promise<void> {
    if (!(await variables.remove(name))) return
    showToast({ title: `Variable ${name} deleted`, action: { word: 'Undo', run: () => void variables.put(name, value) } })
  }
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      width={640}
      title="Variables"
      description="{{name}} in an event stands for the value. Each event that is sent has its variables filled in anew."
    >
      <section aria-label="Variables of this workspace" className="mb-6 flex flex-col gap-2">
        <h3>Of this workspace</h3>
        {own?.map((variable) => (
          <OwnVariable
            key={variable.name}
            variable={variable}
            onChange={(value) => void variables.put(variable.name, value)}
            onRemove={() => void remove(variable)}
          />
        ))}
        <NewVariable names={own?.map(({ name }) => name) ?? []} onAdd={variables.put} />
        {problem && (
          <p role="alert" className="type-small">
            <span className="text-fail">{problem.message}</span> {problem.remedy}
          </p>
        )}
      </section>
      <section aria-label="Built-in variables">
        <h3 className="mb-1">Built in</h3>
        <ul className="max-h-64 overflow-y-auto" tabIndex={0} aria-label="Built-in variables">
          {BUILT_IN_VARIABLES.map(({ name, usage, description }) => (
            <li key={name} className="flex min-h-8 items-center gap-3 type-small">
              <span className="w-56 flex-none wire-small">
                {`{{${name}`}
                {usage !== '' && <span className="text-ink-3"> {usage}</span>}
                {'}}'}
              </span>
              <span className="min-w-0 grow text-ink-2">{description}</span>
              <CopyButton name={`Copy {{${name}}}`} text={`{{${name}}}`} />
            </li>
          ))}
        </ul>
      </section>
    </Dialog>
  )
}

interface OwnVariableProps {
  readonly variable: Variable
  readonly onChange: (value: string) => void
  readonly onRemove: () => void
}

/** Kept when one leaves the field or presses Enter. */
function OwnVariable({ variable: { name, value }, onChange, onRemove }: OwnVariableProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const save = (): void => {
    if (typed !== null && typed !== value) onChange(typed)
    setTyped(null)
  }
  return (
    <div className="flex items-center gap-2">
      <span className="w-56 flex-none truncate wire-small" title={name}>{`{{${name}}}`}</span>
      <TextField
        label={`Value of ${name}`}
        hideLabel
        compact
        wire
        className="grow"
        value={typed ?? value}
        onChange={setTyped}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === 'Enter') save()
          else if (event.key === 'Escape' && typed !== null) {
            // The first Escape takes back what was typed, the next one closes.
            event.stopPropagation()
            setTyped(null)
          }
        }}
      />
      <IconButton icon={Trash2} name={`Delete ${name}`} size="small" onClick={onRemove} />
    </div>
  )
}

interface NewVariableProps {
  readonly names: readonly string[]
  readonly onAdd: (name: string, value: string) => Promise<boolean>
}

function NewVariable({ names, onAdd }: NewVariableProps) {
  const [name, setName] = useState('')
  const [value, setValue] = useState('')
  const isTaken = names.includes(name)
  const [wrong] = name === '' ? [] : variableProblems({ name, value })
  const error = isTaken ? 'There is one of this name: change its value above' : wrong && fieldSentence('Name', wrong.message)
  async function add(): Promise<void> {
    if (name === '' || error !== undefined || !(await onAdd(name, value))) return
    setName('')
    setValue('')
  }
  return (
    <form
      aria-label="New variable"
      className="grid grid-cols-[224px_minmax(0,1fr)_auto] items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      <TextField label="Name" compact wire placeholder="tenant" value={name} onChange={setName} error={error} />
      <TextField label="Value" compact wire placeholder="tenant_789" value={value} onChange={setValue} />
      <Button icon={Plus} type="submit" className="mt-5" disabled={name === '' || error !== undefined}>
        Add
      </Button>
    </form>
  )
}
