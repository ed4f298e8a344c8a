import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { NEW } from '../../api/editable-list.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { HealthState } from '../../api/health-feed.ts'
import { EDITOR_TABS, EditorTabs } from '../../components/editor-tabs.tsx'
import { tabOf, withTab } from '../../app/tab-route.ts'
import { CAPTURES } from '../../components/health-words.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { FormRow } from '../../components/form-row.tsx'
import { placeOfInbox } from '../../../shared/domain/snippets/place.ts'
import { ReceiverCode } from '../../components/receiver-code.tsx'
import { RotateSecret } from '../../components/rotate-secret.tsx'
import { secretMakerFor } from '../../components/secret-text.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { SaveBar } from '../../components/save-bar.tsx'
import { SecretField } from '../../components/secret-field.tsx'
import { SchemeField } from '../../components/scheme-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { AnswerFields } from './answer-fields.tsx'
import { HandshakeFields } from './handshake-fields.tsx'
import { FIELD_LABELS, type InboxDraft } from './inbox-draft.ts'
import { InboxHead } from './inbox-head.tsx'
import type { Inboxes, SecretFacts } from './inboxes-store.ts'

/** The fields say themselves what is wrong with them. */
const MARKED = { message: 'Not saved.', remedy: 'Correct the marked fields.' }

interface InboxEditorProps {
  /** null: a new one. */
  readonly inbox: Inbox | null
  readonly inboxes: Inboxes
  readonly health: HealthState
  readonly navigation: Navigation
  /** Its query says which tab is open. */
  readonly here: Route
  readonly onRemove: (inbox: Inbox) => void
}

/** One inbox's settings. What is typed stays until it is saved or discarded, wherever one goes meanwhile. */
export function InboxEditor({ inbox, inboxes, health, navigation, here, onRemove }: InboxEditorProps) {
  const { list } = inboxes
  const key = inbox?.id ?? NEW
  const edit = useStore(list.store, (state) => state.edits[key])
  const facts = useStore(inboxes.store, (state) => state.secrets[key])
  const draft = list.draft(key)
  const changed = list.changed(key)
  const problems = list.fieldProblems(key)
  const canSave = inbox === null ? draft.path.trim() !== '' : changed.size > 0

  useEffect(() => {
    if (inbox?.scheme) void inboxes.loadSecretFacts(inbox.id)
  }, [inbox, inboxes])
  async function save(): Promise<void> {
    if (!canSave) return
    const saved = await inboxes.save(key)
    if (saved && inbox === null) navigation.replace(route('inboxes', saved.id))
  }
  function discard(): void {
    list.discard(key)
    if (inbox === null) navigation.replace(route('inboxes'))
  }
  useShortcuts([{ keys: 'Mod+S', name: 'Save', group: 'Inboxes', run: () => void save() }])

  const change = (changes: Partial<InboxDraft>): void => list.change(key, changes)
  const errorOf = (field: keyof InboxDraft): string | undefined => {
    const first = problems.get(field)?.[0]
    return first && fieldSentence(FIELD_LABELS[field], first.message)
  }
  const headerErrors = new Map(
    (problems.get('headers') ?? []).map(({ path, message }) => [
      Number(/\[(\d+)\]/.exec(path)?.[1] ?? -1),
      fieldSentence('Header', message),
    ]),
  )

  const form = (
    <div className="flex max-w-[840px] flex-col gap-4 p-4" onBlur={() => list.leave(key)}>
      <TextField
        label="Path"
        layout="beside"
        wire
        // The form of something new begins here.
        autoFocus={inbox === null && changed.size === 0}
        placeholder="/webhooks/orders"
        hint="Takes this path and what is below it. Of several, the longest path wins."
        error={errorOf('path')}
        value={draft.path}
        onChange={(path) => change({ path })}
      />
      <SchemeField
        label="Scheme"
        layout="beside"
        noneWord="No signature expected"
        error={errorOf('scheme')}
        value={draft.scheme}
        onChange={(scheme) => change({ scheme })}
      />
      {draft.scheme !== 'none' && (
        <>
          <FormRow title="Secret">
            <InboxSecret inbox={inbox} inboxes={inboxes} draft={draft} facts={facts} error={errorOf('secret')} onChange={change} />
          </FormRow>
          <FormRow title="Your receiver">
            <ReceiverCode
              scheme={draft.scheme}
              placeFor={(scheme) =>
                placeOfInbox({ path: draft.path, forwardTo: filled(draft.forwardTo), publicUrl: filled(draft.publicUrl) }, scheme)
              }
            />
          </FormRow>
          <FormRow title="Bad signatures">
            <div className="flex min-h-8 items-center">
              <Checkbox
                label="Refuse them"
                checked={draft.refuseBadSignatures}
                onChange={(refuseBadSignatures) => change({ refuseBadSignatures })}
              />
            </div>
            <p className="type-small text-ink-3">
              {draft.refuseBadSignatures
                ? 'A missing or wrong signature is answered with 401, as a careful consumer would. It is captured all the same.'
                : 'The answer is the same whatever the signature; the verdict stands in Activity.'}
            </p>
          </FormRow>
        </>
      )}
      {draft.scheme !== 'none' && schemeOf(draft.scheme).content.includes('{url}') && (
        <TextField
          label="Public URL"
          layout="beside"
          wire
          placeholder="https://example.ngrok.app/webhooks/orders"
          hint="Where your sender posts to: its signature covers this address. Empty: what each request says."
          error={errorOf('publicUrl')}
          value={draft.publicUrl}
          onChange={(publicUrl) => change({ publicUrl })}
        />
      )}
      <hr className="border-line" />
      <HandshakeFields draft={draft} onChange={change} errorOf={errorOf} />
      <AnswerFields draft={draft} onChange={change} errorOf={errorOf} headerErrors={headerErrors} />
      <TextField
        label="Forward to"
        layout="beside"
        wire
        placeholder="http://localhost:3000/webhooks/crm"
        hint={
          draft.forwardTo.trim() === ''
            ? 'Empty: nothing is sent on.'
            : 'Each request is sent on here once it is captured, and its sender gets this target’s answer instead of the one above.'
        }
        error={errorOf('forwardTo')}
        value={draft.forwardTo}
        onChange={(forwardTo) => change({ forwardTo })}
      />
    </div>
  )
  return (
    <section className="pane" aria-label={inbox?.path ?? 'New inbox'}>
      <InboxHead inbox={inbox} inboxes={inboxes} health={health} navigation={navigation} onRemove={onRemove} />
      {inbox === null ? (
        <div className="pane-body">{form}</div>
      ) : (
        <EditorTabs
          tab={tabOf(here, EDITOR_TABS)}
          onTab={(tab) => navigation.replace(withTab(here, tab, EDITOR_TABS))}
          id={inbox.id}
          health={health}
          noun={CAPTURES}
        >
          {form}
        </EditorTabs>
      )}
      <SaveBar
        changed={inbox === null ? [] : [...new Set([...changed].map((field) => FIELD_LABELS[field]))]}
        refusal={edit?.problem && problems.size > 0 ? MARKED : (edit?.problem ?? null)}
        isSaving={edit?.isSaving ?? false}
        canSave={canSave}
        saveWord={inbox === null ? 'Create inbox' : 'Save'}
        discardWord={inbox === null ? 'Cancel' : 'Discard'}
        onSave={() => void save()}
        onDiscard={discard}
      />
    </section>
  )
}

/** null: nothing was typed. */
function filled(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}

interface InboxSecretProps {
  readonly inbox: Inbox | null
  readonly inboxes: Inboxes
  readonly draft: InboxDraft
  readonly facts: SecretFacts | undefined
  readonly error: string | undefined
  readonly onChange: (changes: Partial<InboxDraft>) => void
}

function InboxSecret({ inbox, inboxes, draft, facts, error, onChange }: InboxSecretProps) {
  const hasSaved = inbox?.scheme != null && !draft.dropsSecret
  const isOwn = hasSaved && (facts?.isOwn ?? false)
  return (
    <SecretField
      key={`${inbox?.id} ${draft.dropsSecret}`}
      label="Secret"
      hideLabel
      tail={facts?.tail ?? null}
      read={hasSaved ? () => inboxes.readSecret(inbox.id) : null}
      none="The workspace’s"
      replaceWord={isOwn ? 'Replace' : 'Set one of its own'}
      keepWord={isOwn ? 'Keep the old one' : 'Use the workspace’s'}
      hint={
        draft.secret !== null
          ? 'The one that your sender signs with.'
          : hasSaved && !isOwn
            ? 'The workspace’s: what Hookscope itself sends with.'
            : undefined
      }
      error={error}
      value={draft.secret}
      onChange={(secret) => onChange({ secret, dropsSecret: false })}
      actions={
        <>
          {isOwn && (
            <Button size="small" kind="quiet" onClick={() => onChange({ dropsSecret: true })}>
              Use the workspace’s
            </Button>
          )}
          {hasSaved && <RotateSecret olderUntil={facts?.olderUntil ?? null} onRotate={() => void inboxes.rotate(inbox.id)} />}
        </>
      }
      generate={draft.scheme === 'none' ? undefined : secretMakerFor(draft.scheme)}
    />
  )
}
