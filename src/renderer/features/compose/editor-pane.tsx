import { Bookmark, Braces, Dices } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { SAMPLE_VARIANTS, SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { showToast } from '../../app/toasts.tsx'
import { Banner } from '../../components/banner.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ProblemsFoot } from '../../components/problems-foot.tsx'
import { Select } from '../../components/select.tsx'
import type { Compose, ComposeState } from './compose-state.ts'
import type { Draft } from './draft.ts'
import { EventEditor } from './event-editor.tsx'
import { SendsList } from './sends-list.tsx'
import type { Sends } from './sends-store.ts'
import { TemplateDialog } from './template-dialog.tsx'
import { VariablesDialog } from './variables-dialog.tsx'
import type { Variables } from './variables-store.ts'

const VARIANTS: readonly { readonly value: SampleVariant | 'realistic'; readonly label: string; readonly note?: string }[] = [
  { value: 'realistic', label: 'Realistic' },
  ...SAMPLE_VARIANT_NAMES.map((value) => ({ value, label: value[0]?.toUpperCase() + value.slice(1), note: SAMPLE_VARIANTS[value] })),
]

interface EditorPaneProps {
  readonly state: ComposeState
  readonly compose: Compose
  readonly variables: Variables
  readonly sends: Sends
}

/** The event as it is typed, with its samples, templates and variables. */
export function EditorPane({ state, compose, variables, sends }: EditorPaneProps) {
  const { type, types, drafts, kept, sampleProblem, keepingProblem, ownSchema, preview } = state
  const deliveries = useStore(sends.store, (each) => each.deliveries)
  const { own } = useStore(variables.store)
  const [dialog, setDialog] = useState<'variables' | 'template' | null>(null)
  const draft = drafts[type]
  async function replace(replacing: Promise<Draft | null>): Promise<void> {
    const before = await replacing
    if (!before) return
    await compose.flush()
    showToast({
      title: `Your ${before.type} is kept in the recent drafts`,
      action: { word: 'Open it', run: () => compose.putBack(before) },
    })
  }
  useShortcuts([
    { keys: 'Alt+N', name: 'Another sample', group: 'Compose', run: () => void replace(compose.nextSample()) },
    { keys: 'Alt+S', name: 'Save as template', group: 'Compose', run: () => draft && setDialog('template') },
    { keys: 'Alt+V', name: 'Variables', group: 'Compose', run: () => setDialog('variables') },
  ])

  return (
    <section className="pane border-x border-line" aria-label="Editor">
      <div className="pane-bar">
        <h2 className="flex-none">{type}</h2>
        <span className="min-w-0 grow truncate type-small text-ink-3">
          {draft?.template ? `From the template ${draft.template}` : types.find((each) => each.type === type)?.description}
        </span>
        <div className="w-28 flex-none">
          <Select
            label="Kind of sample"
            hideLabel
            compact
            options={VARIANTS}
            value={draft?.variant ?? 'realistic'}
            onChange={(next) => void replace(compose.chooseVariant(next === 'realistic' ? null : next))}
          />
        </div>
        <Button icon={Dices} title="Another sample (Alt+N)" onClick={() => void replace(compose.nextSample())}>
          Another one
          {draft && <span className="text-ink-3 tabular-nums">seed {draft.seed}</span>}
        </Button>
        <IconButton icon={Braces} name="Variables" keys="Alt+V" kind="plain" onClick={() => setDialog('variables')} />
        <IconButton
          icon={Bookmark}
          name="Save as template"
          keys="Alt+S"
          kind="plain"
          disabled={!draft}
          onClick={() => setDialog('template')}
        />
      </div>
      {keepingProblem && (
        <Banner kind="warn">
          What you type is not kept: {keepingProblem.message} {keepingProblem.remedy}
        </Banner>
      )}
      <div className="flex min-h-0 grow">
        {draft && (
          <EventEditor
            draft={draft}
            ownSchema={ownSchema?.type === type ? ownSchema.schema : null}
            variables={own ?? []}
            onChange={compose.edit}
          />
        )}
        {!draft && sampleProblem && (
          <ErrorPanel title={sampleProblem.message} onRetry={() => void compose.chooseType(type)}>
            {sampleProblem.remedy}
          </ErrorPanel>
        )}
      </div>
      {deliveries.length > 0 && <SendsList deliveries={deliveries} />}
      <ProblemsFoot problems={preview.kind === 'shown' ? preview.preview.problems : null} note="A problem never stops you from sending" />
      <VariablesDialog variables={variables} open={dialog === 'variables'} onOpenChange={(open) => setDialog(open ? 'variables' : null)} />
      {dialog === 'template' && draft && (
        <TemplateDialog
          name={draft.template ?? type}
          taken={(kept ?? []).flatMap(({ name }) => (name === null ? [] : [name]))}
          onSave={compose.saveTemplate}
          onClose={() => setDialog(null)}
        />
      )}
    </section>
  )
}
