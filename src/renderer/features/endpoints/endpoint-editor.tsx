import { useEffect } from 'react'
import { useStore } from 'zustand'
import { counted } from '../../../shared/domain/counted.ts'
import { EVENT_FAMILIES, EVENT_TYPES, eventFilterProblem } from '../../../shared/domain/catalogue/catalogue.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { PROFILE_IDS, PROFILES, type ProfileId } from '../../../shared/domain/profiles/profiles.ts'
import { NEW } from '../../api/editable-list.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import type { HealthState } from '../../api/health-feed.ts'
import { EDITOR_TABS, EditorTabs } from '../../components/editor-tabs.tsx'
import { tabOf, withTab } from '../../app/tab-route.ts'
import { ATTEMPTS } from '../../components/health-words.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { FormRow } from '../../components/form-row.tsx'
import { HeadersField } from '../../components/headers-field.tsx'
import { placeOfEndpoint } from '../../../shared/domain/snippets/place.ts'
import { ReceiverCode } from '../../components/receiver-code.tsx'
import { RotateSecret } from '../../components/rotate-secret.tsx'
import { SchemeField } from '../../components/scheme-field.tsx'
import { secretMakerFor } from '../../components/secret-text.ts'
import { MIN_SECRET_LENGTH, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { SaveBar } from '../../components/save-bar.tsx'
import { SecretField } from '../../components/secret-field.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { TokenField } from '../../components/token-field.tsx'
import { FIELD_LABELS, profileChanges, profileOf, type EndpointDraft } from './endpoint-draft.ts'
import { EndpointHead } from './endpoint-head.tsx'
import { HandshakeRow } from './handshake-row.tsx'
import type { Endpoints } from './endpoints-store.ts'
import { countTypes } from './events-summary.ts'
import { PolicyFields } from './policy-fields.tsx'

const EVENT_SUGGESTIONS = [
  { value: '*', note: 'all events' },
  ...EVENT_FAMILIES.map(({ name, events }) => ({ value: `${name}.*`, note: counted(events.length, 'type') })),
  ...EVENT_FAMILIES.flatMap(({ events }) => events.map(({ type, description }) => ({ value: type, note: description }))),
]

const OWN = 'own'
const PROFILE_OPTIONS: readonly { readonly value: ProfileId | typeof OWN; readonly label: string; readonly disabled?: boolean }[] = [
  ...PROFILE_IDS.map((value) => ({ value, label: PROFILES[value].label })),
  { value: OWN, label: 'Own settings', disabled: true },
]

/** The fields say themselves what is wrong with them. */
const MARKED = { message: 'Not saved.', remedy: 'Correct the marked fields.' }

function secretHint(scheme: SchemeChoice, hasOld: boolean): string | undefined {
  const sentences = [
    ...(scheme === 'crm' ? [`At least ${MIN_SECRET_LENGTH} characters.`] : []),
    ...(hasOld ? ['The old one signs until you save.'] : []),
  ]
  return sentences.length === 0 ? undefined : sentences.join(' ')
}

/** As it is typed; an inbox that is meant is known by its present address. */
function addressOf(url: string, endpoint: Endpoint | null): Pick<Endpoint, 'url' | 'resolvedUrl'> {
  return { url, resolvedUrl: endpoint?.url === url ? endpoint.resolvedUrl : url }
}

interface EndpointEditorProps {
  /** null: a new one. */
  readonly endpoint: Endpoint | null
  readonly endpoints: Endpoints
  readonly health: HealthState
  readonly navigation: Navigation
  /** Its query says which tab is open. */
  readonly here: Route
  readonly onRemove: (endpoint: Endpoint) => void
}

/** One endpoint's settings. What is typed stays until it is saved or discarded, wherever one goes meanwhile. */
export function EndpointEditor({ endpoint, endpoints, health, navigation, here, onRemove }: EndpointEditorProps) {
  const { list } = endpoints
  const key = endpoint?.id ?? NEW
  const edit = useStore(list.store, (state) => state.edits[key])
  const tail = useStore(endpoints.store, (state) => state.secretTails[key] ?? null)
  const olderUntil = useStore(endpoints.store, (state) => state.olderUntil[key] ?? null)
  const draft = list.draft(key)
  const changed = list.changed(key)
  const problems = list.fieldProblems(key)
  const canSave = endpoint === null ? draft.url.trim() !== '' : changed.size > 0
  const isUnnamed = endpoint === null && changed.size === 0

  useEffect(() => {
    if (endpoint) void endpoints.loadSecretTail(endpoint.id)
  }, [endpoint, endpoints])
  async function save(): Promise<void> {
    if (!canSave) return
    const saved = await endpoints.save(key)
    if (saved && endpoint === null) navigation.replace(route('endpoints', saved.id))
  }
  function discard(): void {
    list.discard(key)
    if (endpoint === null) navigation.replace(route('endpoints'))
  }
  useShortcuts([{ keys: 'Mod+S', name: 'Save', group: 'Endpoints', run: () => void save() }])

  const change = (changes: Partial<EndpointDraft>): void => list.change(key, changes)
  const errorOf = (field: keyof EndpointDraft): string | undefined => {
    const first = problems.get(field)?.[0]
    return first && fieldSentence(FIELD_LABELS[field], first.message)
  }
  const byIndex = (field: keyof EndpointDraft): ReadonlyMap<number, string> =>
    new Map(
      (problems.get(field) ?? []).map(({ path, message }) => [
        Number(/\[(\d+)\]/.exec(path)?.[1] ?? -1),
        fieldSentence(FIELD_LABELS[field], message),
      ]),
    )

  const form = (
    <div className="flex max-w-[840px] flex-col gap-4 p-4" onBlur={() => list.leave(key)}>
      <TextField
        label="URL"
        layout="beside"
        wire
        // The form of something new begins here.
        autoFocus={isUnnamed}
        placeholder="http://localhost:3000/webhooks/crm"
        error={errorOf('url')}
        hint={endpoint === null ? 'Absolute, http or https. Events are posted here.' : undefined}
        value={draft.url}
        onChange={(url) => change({ url })}
        tail={draft.url !== '' ? <CopyButton name="Copy the URL" text={draft.url} /> : undefined}
      />
      <TextField
        label="Name"
        layout="beside"
        error={errorOf('name')}
        placeholder={endpoint === null ? 'Host and path of the URL' : ''}
        maxLength={200}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
      <TokenField
        label="Events"
        newWord="pattern"
        layout="beside"
        value={draft.events}
        onChange={(events) => change({ events })}
        suggestions={EVENT_SUGGESTIONS}
        problemOf={(text) => eventFilterProblem(text)}
        error={errorOf('events')}
        placeholder="Add a type or a pattern"
        tail={`${countTypes(draft.events)} of ${EVENT_TYPES.length} types`}
      />
      <Select
        label="Delivers as"
        layout="beside"
        options={PROFILE_OPTIONS}
        value={profileOf(draft) ?? OWN}
        onChange={(next) => next !== OWN && change(profileChanges(next))}
        hint="Fills scheme, headers, retry policy and limits below."
      />
      <SchemeField
        label="Scheme"
        layout="beside"
        error={errorOf('scheme')}
        value={draft.scheme}
        onChange={(scheme) => scheme !== 'none' && change({ scheme })}
      />
      <FormRow title="Secret">
        <SecretField
          key={key}
          label="Secret"
          hideLabel
          tail={tail}
          read={endpoint && (() => endpoints.readSecret(endpoint.id))}
          none="Made when you save"
          replaceWord={endpoint === null ? 'Set one of your own' : 'Replace'}
          keepWord={endpoint === null ? 'Let Hookscope make one' : 'Keep the old one'}
          error={errorOf('secret')}
          value={draft.secret}
          onChange={(secret) => change({ secret })}
          generate={secretMakerFor(draft.scheme)}
          actions={endpoint && <RotateSecret olderUntil={olderUntil} onRotate={() => void endpoints.rotate(endpoint.id)} />}
          hint={draft.secret === null ? undefined : secretHint(draft.scheme, endpoint !== null)}
        />
      </FormRow>
      <FormRow title="Your receiver">
        <ReceiverCode scheme={draft.scheme} placeFor={(scheme) => placeOfEndpoint(addressOf(draft.url, endpoint), scheme)} />
      </FormRow>
      <FormRow title="Headers">
        <HeadersField
          label="Headers"
          value={draft.headers}
          onChange={(headers) => change({ headers })}
          errors={byIndex('headers')}
          hint="Sent with every attempt, after the scheme’s own."
        />
      </FormRow>
      {endpoint && <HandshakeRow endpoint={endpoint} endpoints={endpoints} />}
      <hr className="border-line" />
      <PolicyFields draft={draft} onChange={change} errorOf={errorOf} delayErrors={byIndex('delays')} />
    </div>
  )
  return (
    <section className="pane" aria-label={endpoint?.name ?? 'New endpoint'}>
      <EndpointHead endpoint={endpoint} endpoints={endpoints} health={health} navigation={navigation} onRemove={onRemove} />
      {endpoint === null ? (
        <div className="pane-body">{form}</div>
      ) : (
        <EditorTabs
          tab={tabOf(here, EDITOR_TABS)}
          onTab={(tab) => navigation.replace(withTab(here, tab, EDITOR_TABS))}
          id={endpoint.id}
          health={health}
          noun={ATTEMPTS}
        >
          {form}
        </EditorTabs>
      )}
      <SaveBar
        changed={endpoint === null ? [] : [...changed].map((field) => FIELD_LABELS[field])}
        refusal={edit?.problem && problems.size > 0 ? MARKED : (edit?.problem ?? null)}
        isSaving={edit?.isSaving ?? false}
        canSave={canSave}
        saveWord={endpoint === null ? 'Create endpoint' : 'Save'}
        discardWord={endpoint === null ? 'Cancel' : 'Discard'}
        onSave={() => void save()}
        onDiscard={discard}
      />
    </section>
  )
}
