import { useState, useSyncExternalStore } from 'react'
import { useStore } from 'zustand'
import { useFresh } from '../../api/use-fresh.ts'
import type { FollowApi } from '../../api/follow.ts'
import type { EngineFacts } from '../../app/engine-facts.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { FormRow } from '../../components/form-row.tsx'
import { SaveBar } from '../../components/save-bar.tsx'
import { SecretField } from '../../components/secret-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { EngineSection } from './engine-section.tsx'
import { MachineSection } from './machine-section.tsx'
import { ReceiverSection } from './receiver-section.tsx'
import { createSettingsForm, type SettingsDraft, type SettingsForm } from './settings-store.ts'

const FIELD_LABELS: Readonly<Record<keyof SettingsDraft, string>> = { age: 'Age', count: 'Exchanges', size: 'Size', secret: 'Secret' }

/** The settings, for the rail. To be called once: what is typed lives as long as the screen is known. */
export function settingsScreen({ client, connection }: FollowApi, engine: EngineFacts): ScreenView {
  const settings = createSettingsForm(client, engine.take)
  function View() {
    useFresh(settings.refresh, connection)
    const { kind } = useSyncExternalStore(connection.subscribe, connection.getState)
    return <SettingsView settings={settings} engine={engine} isConnected={kind === 'connected'} />
  }
  return View
}

interface SettingsViewProps {
  readonly settings: SettingsForm
  readonly engine: EngineFacts
  readonly isConnected: boolean
}

/** What acts at once stands first; what waits for Save, between; what only tells, last. */
function SettingsView({ settings, engine, isConnected }: SettingsViewProps) {
  const { status } = useStore(engine.store)
  const { limits, secretTail, busy, problem } = useStore(settings.store)
  const [isAsking, setAsking] = useState(false)
  const { draft, problems, changed, removes } = settings.form()
  const canSave = limits !== null && changed.size > 0 && Object.keys(problems).length === 0
  const save = (): void => {
    if (!canSave) return
    if (removes) setAsking(true)
    else void settings.save()
  }
  useShortcuts([{ keys: 'Mod+S', name: 'Save', group: 'Settings', run: save }])
  const limitField = (name: 'age' | 'count' | 'size', placeholder: string) => (
    <TextField
      label={FIELD_LABELS[name]}
      error={problems[name]}
      placeholder={placeholder}
      disabled={limits === null}
      value={draft[name]}
      onChange={(text) => settings.change({ [name]: text })}
    />
  )
  return (
    <section className="pane" aria-label="Settings">
      <header className="pane-head shadow-[inset_0_-1px_var(--line)]">
        <h2 className="leading-7">{status?.workspace.name ?? 'Settings'}</h2>
      </header>
      <div className="pane-body">
        <div className="flex max-w-[840px] flex-col gap-6 p-4">
          <MachineSection />
          <hr className="border-line" />
          <ReceiverSection
            receiver={isConnected ? (status?.receiver ?? null) : null}
            isBusy={busy === 'receiver'}
            onCommand={settings.receiver}
          />
          <hr className="border-line" />
          <FormRow title="Keep at most">
            <div className="grid grid-cols-3 items-start gap-3">
              {limitField('age', 'However old, or 30 d')}
              {limitField('count', 'However many, or 100000')}
              {limitField('size', 'However large, or 2 GiB')}
            </div>
            <p className="type-small text-ink-3">
              Beyond a limit the oldest are removed by themselves. Pinned exchanges and deliveries that have not ended stay.
            </p>
          </FormRow>
          <FormRow title="Secret">
            <SecretField
              label="Secret of the workspace"
              hideLabel
              tail={secretTail}
              read={settings.readSecret}
              value={draft.secret}
              onChange={(secret) => settings.change({ secret })}
              hint={
                draft.secret === null
                  ? 'Inboxes without a secret of their own verify with it.'
                  : 'At least 32 characters. Senders that sign with the old one are invalid once you save.'
              }
            />
          </FormRow>
          <hr className="border-line" />
          <EngineSection status={status} />
        </div>
      </div>
      <SaveBar
        changed={[...changed].map((field) => FIELD_LABELS[field])}
        refusal={problem}
        isSaving={busy === 'saving'}
        canSave={canSave}
        saveWord="Save"
        discardWord="Discard"
        onSave={save}
        onDiscard={settings.discard}
      />
      <Dialog
        open={isAsking}
        onOpenChange={setAsking}
        title="Remove what is beyond the new limits?"
        description="The oldest exchanges beyond them are removed soon after, and cannot be brought back. Pinned ones stay."
        foot={
          <>
            <Button onClick={() => setAsking(false)}>Cancel</Button>
            <Button
              kind="danger"
              onClick={() => {
                setAsking(false)
                void settings.save()
              }}
            >
              Save and remove
            </Button>
          </>
        }
      >
        {null}
      </Dialog>
    </section>
  )
}
