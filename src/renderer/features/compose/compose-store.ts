import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { SendPreview, SendRequest, Target } from '../../../shared/domain/sending.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { contentOf, draftText, renewIdentity, type BodyForm, type Draft } from './draft.ts'
import { NO_URL, subscribersOf, targetsOf, type UrlTarget } from './targets.ts'

const FIRST_SEED = 1
/** How long typing must rest before the preview is asked for. */
const PREVIEW_REST_MS = 150
/** Bytes and problems do not depend on the target: while there is none they are previewed for this one. */
const NO_TARGET: Target = { kind: 'url', url: 'http://localhost/', scheme: null }

/**
 * What is being composed. Each event type keeps its own draft, so that looking at another type loses nothing.
 *
 * Preview: none → shown ⇄ shown (old, while the next is on its way) | refused
 */
export interface ComposeState {
  readonly type: string
  /** By event type; the present type's is missing until its sample is there. */
  readonly drafts: Readonly<Record<string, Draft>>
  /** Why there is no sample; null otherwise. */
  readonly sampleProblem: Problem | null
  readonly form: BodyForm
  /** null until read. */
  readonly endpoints: readonly Endpoint[] | null
  readonly endpointsProblem: Problem | null
  /** Ids of chosen endpoints. Until a person chooses, those that want the type. */
  readonly chosen: readonly string[]
  readonly hasChosen: boolean
  readonly url: UrlTarget
  /** Whether the event gets a new id and time once it is sent, so that each send is an occurrence of its own. */
  readonly renewsIdentity: boolean
  readonly preview: Preview
}

export type Preview =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'shown'
      readonly preview: SendPreview
      /** The target it is for; null: for none yet. */ readonly target: Target | null
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

export interface Compose {
  readonly store: StoreApi<ComposeState>
  chooseType(type: string): Promise<void>
  edit(text: string): void
  /**
   * Replaces the text by the next sample; gives what stood there if it had been edited, so that it can be put back. What is
   * typed while the sample is on its way stays.
   */
  nextSample(): Promise<Draft | null>
  /** Replaces the text by a sample at the edge, or by a realistic one, in the same way. */
  chooseVariant(variant: SampleVariant | null): Promise<Draft | null>
  putBack(draft: Draft): void
  /** Gives the event a new id and time, as the next occurrence of it has. */
  renew(): Promise<void>
  chooseRenewal(renewsIdentity: boolean): void
  chooseForm(form: BodyForm): void
  chooseEndpoint(id: string, isChosen: boolean): void
  changeUrl(changes: Partial<UrlTarget>): void
  refreshEndpoints(): Promise<void>
  /** What would be sent now; null while there is no text or no target. */
  request(): SendRequest | null
}

/** A composer that begins with this event type; `chooseType` or `refreshEndpoints` set it going. */
export function createCompose(client: Client, firstType: string): Compose {
  const store = createStore<ComposeState>()(() => ({
    type: firstType,
    drafts: {},
    sampleProblem: null,
    form: 'compact',
    endpoints: null,
    endpointsProblem: null,
    chosen: [],
    hasChosen: false,
    url: NO_URL,
    renewsIdentity: true,
    preview: { kind: 'none' },
  }))
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  const presentDraft = ({ drafts, type }: ComposeState): Draft | undefined => drafts[type]

  function set(changes: Partial<ComposeState>): void {
    store.setState(changes)
    clearTimeout(timer)
    timer = setTimeout(() => void preview(), PREVIEW_REST_MS)
  }

  function setDraft(draft: Draft): void {
    set({ drafts: { ...store.getState().drafts, [draft.type]: draft } })
  }

  async function preview(): Promise<void> {
    const mine = ++asked
    const state = store.getState()
    const draft = presentDraft(state)
    if (!draft) return
    const [target = null] = targetsOf(state.chosen, state.url)
    const answer = await client.sending
      .preview({ content: contentOf(draft, state.form), targets: [target ?? NO_TARGET] })
      .then((shown): Preview => ({ kind: 'shown', preview: shown, target }))
      .catch((error: unknown): Preview => ({ kind: 'refused', problem: toProblem(error) }))
    if (mine === asked) store.setState({ preview: answer })
  }

  async function sample(type: string, seed: number, variant: SampleVariant | null): Promise<Draft | null> {
    const before = store.getState().drafts[type]
    try {
      const text = draftText(await client.events.sample({ type, seed, ...(variant !== null && { variant }) }))
      if (store.getState().drafts[type] !== before) return null
      set({ sampleProblem: null })
      setDraft({ type, seed, variant, text, sampled: text })
      return before && before.text !== before.sampled ? before : null
    } catch (error) {
      store.setState({ sampleProblem: toProblem(error) })
      return null
    }
  }

  return {
    store,
    chooseType: async (type) => {
      const { endpoints, hasChosen, chosen, drafts } = store.getState()
      set({ type, sampleProblem: null, chosen: hasChosen ? chosen : subscribersOf(endpoints ?? [], type) })
      if (!drafts[type]) await sample(type, FIRST_SEED, null)
    },
    edit: (text) => {
      const draft = presentDraft(store.getState())
      if (draft && draft.text !== text) setDraft({ ...draft, text })
    },
    nextSample: async () => {
      const before = presentDraft(store.getState())
      return sample(store.getState().type, (before?.seed ?? FIRST_SEED - 1) + 1, before?.variant ?? null)
    },
    chooseVariant: async (variant) => sample(store.getState().type, presentDraft(store.getState())?.seed ?? FIRST_SEED, variant),
    putBack: setDraft,
    renew: async () => {
      const draft = presentDraft(store.getState())
      if (!draft) return
      const fresh = await client.events.sample({ type: draft.type, seed: draft.seed })
      const now = presentDraft(store.getState())
      if (now?.type !== draft.type) return
      const text = renewIdentity(now.text, fresh)
      setDraft({ ...now, text, sampled: now.text === now.sampled ? text : now.sampled })
    },
    chooseRenewal: (renewsIdentity) => store.setState({ renewsIdentity }),
    chooseForm: (form) => set({ form }),
    chooseEndpoint: (id, isChosen) => {
      const { chosen } = store.getState()
      set({ hasChosen: true, chosen: isChosen ? [...chosen, id] : chosen.filter((each) => each !== id) })
    },
    changeUrl: (changes) => set({ url: { ...store.getState().url, ...changes } }),
    refreshEndpoints: async () => {
      try {
        const endpoints = await client.endpoints.list()
        const { type, hasChosen, chosen } = store.getState()
        const sendable = new Set(endpoints.filter(({ isActive }) => isActive).map(({ id }) => id))
        set({
          endpoints,
          endpointsProblem: null,
          chosen: hasChosen ? chosen.filter((id) => sendable.has(id)) : subscribersOf(endpoints, type),
        })
      } catch (error) {
        store.setState({ endpointsProblem: toProblem(error) })
      }
    },
    request: () => {
      const state = store.getState()
      const draft = presentDraft(state)
      const targets = targetsOf(state.chosen, state.url)
      return draft && targets.length > 0 ? { content: contentOf(draft, state.form), targets } : null
    },
  }
}
