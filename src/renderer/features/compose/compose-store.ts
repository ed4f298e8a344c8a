import { createStore } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { CompositionHead } from '../../../shared/domain/composition.ts'
import type { Target } from '../../../shared/domain/sending.ts'
import { toProblem } from '../../api/problem.ts'
import type { Compose, ComposeChance, ComposeState, Preview } from './compose-state.ts'
import { contentOf, draftText, fromTemplate, isEdited, reopened, type Draft } from './draft.ts'
import { createDraftKeeper } from './draft-keeper.ts'
import { isUrlWrong, NO_URL, subscribersOf, targetsOf } from './targets.ts'

const FIRST_SEED = 1
const MAX_FILL_SEED = 2 ** 31
/** How long typing must rest before the preview is asked for. */
const PREVIEW_REST_MS = 150
/** Bytes and problems do not depend on the target: while there is none they are previewed for this one. */
const NO_TARGET: Target = { kind: 'url', url: 'http://localhost/', scheme: null }

/** A composer that begins with this event type; `refresh` or `chooseType` set it going. */
export function createCompose(client: Client, firstType: string, { newId, fraction }: ComposeChance): Compose {
  const newFillSeed = (): number => Math.floor(fraction() * MAX_FILL_SEED)
  const store = createStore<ComposeState>()(() => ({
    type: firstType,
    drafts: {},
    kept: null,
    keepingProblem: null,
    sampleProblem: null,
    types: [],
    ownSchema: null,
    form: 'compact',
    fillSeed: newFillSeed(),
    endpoints: null,
    endpointsProblem: null,
    chosen: [],
    hasChosen: false,
    url: NO_URL,
    preview: { kind: 'none' },
  }))
  const keeper = createDraftKeeper(client, {
    onKept: (head) => {
      store.setState(({ kept }) => ({ keepingProblem: null, kept: [head, ...(kept ?? []).filter(({ id }) => id !== head.id)] }))
    },
    onProblem: (keepingProblem) => store.setState({ keepingProblem }),
  })
  let timer: ReturnType<typeof setTimeout> | undefined
  let asked = 0

  const presentDraft = ({ drafts, type }: ComposeState): Draft | undefined => drafts[type]

  function set(changes: Partial<ComposeState>): void {
    store.setState(changes)
    clearTimeout(timer)
    timer = setTimeout(() => void preview(), PREVIEW_REST_MS)
  }

  /** Opens it, and its type with it. */
  function show(draft: Draft): void {
    const { endpoints, hasChosen, chosen, drafts } = store.getState()
    set({
      type: draft.type,
      sampleProblem: null,
      drafts: { ...drafts, [draft.type]: draft },
      chosen: hasChosen ? chosen : subscribersOf(endpoints ?? [], draft.type),
    })
    void readSchema(draft.type)
  }

  async function preview(): Promise<void> {
    const mine = ++asked
    const state = store.getState()
    const draft = presentDraft(state)
    if (!draft) return
    const [target = null] = targetsOf(state.chosen, state.url)
    const answer = await client.sending
      .preview({ content: contentOf(draft, state.form, state.fillSeed), targets: [target ?? NO_TARGET] })
      .then((shown): Preview => ({ kind: 'shown', preview: shown, target }))
      .catch((error: unknown): Preview => ({ kind: 'refused', problem: toProblem(error) }))
    if (mine === asked) store.setState({ preview: answer })
  }

  async function sample(type: string, seed: number, variant: SampleVariant | null): Promise<Draft | null> {
    const before = store.getState().drafts[type]
    try {
      const text = draftText(await client.events.sample({ type, seed, ...(variant !== null && { variant }) }))
      if (store.getState().drafts[type] !== before) return null
      set({ sampleProblem: null, drafts: { ...store.getState().drafts, [type]: draftOf(type, seed, variant, text) } })
      return before && isEdited(before) ? before : null
    } catch (error) {
      store.setState({ sampleProblem: toProblem(error) })
      return null
    }
  }

  function draftOf(type: string, seed: number, variant: SampleVariant | null, text: string): Draft {
    return { id: newId(), type, seed, variant, text, sampled: text, template: null }
  }

  /** The latest draft of the type that is kept, else a sample. */
  async function begin(type: string): Promise<void> {
    const head = store.getState().kept?.find(({ name, type: each }) => name === null && each === type)
    if (head) {
      try {
        const composition = await client.compositions.get({ id: head.id })
        if (!store.getState().drafts[type]) set({ drafts: { ...store.getState().drafts, [type]: reopened(composition) } })
        return
      } catch {
        // Removed elsewhere: then there is the sample.
      }
    }
    if (!store.getState().drafts[type]) await sample(type, FIRST_SEED, null)
  }

  async function readSchema(type: string): Promise<void> {
    const isOwn = store.getState().types.some((each) => each.type === type && each.isCustom)
    try {
      const schema = isOwn ? await client.events.schema({ type }) : null
      if (store.getState().type === type) store.setState({ ownSchema: schema && { type, schema } })
    } catch {
      // Without it nothing is completed and underlined; what is sent is checked all the same.
      store.setState({ ownSchema: null })
    }
  }

  async function chooseType(type: string): Promise<void> {
    const { endpoints, hasChosen, chosen } = store.getState()
    set({ type, sampleProblem: null, chosen: hasChosen ? chosen : subscribersOf(endpoints ?? [], type) })
    await Promise.all([begin(type), readSchema(type)])
  }

  async function refreshKept(): Promise<void> {
    try {
      store.setState({ kept: await client.compositions.list() })
    } catch {
      // The banner says that the engine is away; the list is read again when it is back.
    }
  }

  async function refreshEndpoints(): Promise<void> {
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
  }

  async function refreshTypes(): Promise<void> {
    try {
      store.setState({ types: await client.events.list() })
    } catch {
      // The guide's are known without the engine.
    }
  }

  const template = (name: string): CompositionHead | undefined =>
    store.getState().kept?.find((head) => head.name?.toLowerCase() === name.toLowerCase())

  return {
    store,
    refresh: async () => {
      const isFirst = store.getState().kept === null
      await keeper.flush()
      await Promise.all([refreshKept(), refreshEndpoints(), refreshTypes()])
      const { type, kept, drafts } = store.getState()
      const latest = kept?.find(({ name }) => name === null)
      await chooseType(isFirst && latest && !drafts[type] ? latest.type : type)
    },
    chooseType,
    edit: (text) => {
      const { drafts, type } = store.getState()
      const draft = drafts[type]
      if (!draft || draft.text === text) return
      set({ drafts: { ...drafts, [type]: { ...draft, text } } })
      const { id, seed, variant } = draft
      keeper.keep({ id, name: null, type, seed, variant, text })
    },
    nextSample: async () => {
      const { type, drafts } = store.getState()
      const draft = drafts[type]
      return sample(type, draft ? draft.seed + 1 : FIRST_SEED, draft?.variant ?? null)
    },
    chooseVariant: async (variant) => {
      const { type, drafts } = store.getState()
      return sample(type, drafts[type]?.seed ?? FIRST_SEED, variant)
    },
    putBack: show,
    open: async (id) => {
      const open = Object.values(store.getState().drafts).find((draft) => draft.id === id)
      if (open) return show(open)
      const composition = await client.compositions.get({ id })
      show(composition.name === null ? reopened(composition) : fromTemplate(composition, newId()))
    },
    saveTemplate: async (name) => {
      const state = store.getState()
      const draft = presentDraft(state)
      if (!draft) return
      const { type, seed, variant, text } = draft
      const head = await client.compositions.put({ id: template(name)?.id ?? newId(), name, type, seed, variant, text })
      store.setState(({ kept, drafts }) => ({
        kept: [head, ...(kept ?? []).filter((each) => each.id !== head.id)],
        drafts: { ...drafts, [type]: { ...(drafts[type] ?? draft), template: head.name } },
      }))
    },
    removeKept: async (id) => {
      await keeper.flush()
      const composition = await client.compositions.get({ id })
      await client.compositions.remove({ id })
      store.setState(({ kept }) => ({ kept: kept?.filter((each) => each.id !== id) ?? null }))
      return composition
    },
    restoreKept: async ({ updatedAt: _, ...composition }) => {
      await client.compositions.put(composition)
      await refreshKept()
    },
    flush: keeper.flush,
    renew: () => set({ fillSeed: newFillSeed() }),
    chooseForm: (form) => set({ form }),
    chooseEndpoint: (id, isChosen) => {
      const { chosen } = store.getState()
      set({ hasChosen: true, chosen: isChosen ? [...chosen, id] : chosen.filter((each) => each !== id) })
    },
    changeUrl: (changes) => set({ url: { ...store.getState().url, ...changes } }),
    request: () => {
      const state = store.getState()
      const draft = presentDraft(state)
      const targets = targetsOf(state.chosen, state.url)
      return draft && targets.length > 0 && !isUrlWrong(state.url)
        ? { content: contentOf(draft, state.form, state.fillSeed), targets }
        : null
    },
  }
}
