import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Retention } from '../../../shared/domain/retention.ts'
import type { EngineStatus } from '../../../shared/domain/status.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { createTurns } from '../../api/turns.ts'
import { secretTail } from '../../components/secret-text.ts'
import { isTighter, limitsDraftOf, limitsOf, type LimitsDraft, type LimitsProblems } from './limits-draft.ts'

/** What waits for Save. */
export interface SettingsDraft extends LimitsDraft {
  /** Replaces the workspace's; null: it stays. */
  readonly secret: string | null
}

export interface SettingsState {
  /** What holds now; null until it was read. */
  readonly limits: Retention | null
  /** Last characters of the workspace's secret; null when too short to show any, or not read yet. */
  readonly secretTail: string | null
  readonly changes: Partial<SettingsDraft>
  readonly busy: 'saving' | 'receiver' | null
  /** Why the settings could not be read, or the latest save or command was refused. */
  readonly problem: Problem | null
}

export interface SettingsForm {
  readonly store: StoreApi<SettingsState>
  refresh(): Promise<void>
  readSecret(): Promise<string>
  change(changes: Partial<SettingsDraft>): void
  discard(): void
  /** The form's values now, what is wrong with them, and which differ from what holds. */
  form(): SettingsFormView
  save(): Promise<void>
  /** Moves the receiver to a port, pauses or resumes it. */
  receiver(command: { readonly port: number } | 'pause' | 'resume'): Promise<void>
}

export interface SettingsFormView {
  readonly draft: SettingsDraft
  readonly problems: LimitsProblems
  readonly changed: ReadonlySet<keyof SettingsDraft>
  /** Saving removes what is beyond the new limits. */
  readonly removes: boolean
}

const FIELDS = ['age', 'count', 'size', 'secret'] as const

/** The workspace's settings as a form; what is typed stays until it is saved or discarded. */
export function createSettingsForm(client: Client, onStatus: (status: EngineStatus) => void): SettingsForm {
  const store = createStore<SettingsState>()(() => ({ limits: null, secretTail: null, changes: {}, busy: null, problem: null }))
  const inTurn = createTurns()
  const readSecret = async (): Promise<string> => (await client.workspace.secret()).secret

  function form(): SettingsFormView {
    const { limits, changes } = store.getState()
    const saved: SettingsDraft = { ...limitsDraftOf(limits ?? { maxAgeMs: null, maxCount: null, maxBytes: null }), secret: null }
    const draft = { ...saved, ...changes }
    const typed = limitsOf(draft)
    return {
      draft,
      problems: typed.problems,
      changed: new Set(FIELDS.filter((field) => draft[field] !== saved[field])),
      removes: limits !== null && isTighter(limits, typed.limits),
    }
  }

  function guarded(busy: 'saving' | 'receiver', name: string, run: () => Promise<void>): Promise<void> {
    return inTurn(name, async () => {
      store.setState({ busy, problem: null })
      try {
        await run()
      } catch (error) {
        store.setState({ problem: toProblem(error) })
      }
      store.setState({ busy: null })
    })
  }

  return {
    store,
    readSecret,
    form,
    refresh: async () => {
      try {
        const [{ retention }, secret] = await Promise.all([client.settings.get(), readSecret()])
        store.setState({ limits: retention, secretTail: secretTail(secret), problem: null })
      } catch (error) {
        store.setState({ problem: toProblem(error) })
      }
    },
    change: (changes) => store.setState((state) => ({ changes: { ...state.changes, ...changes }, problem: null })),
    discard: () => store.setState({ changes: {}, problem: null }),
    save: () =>
      guarded('saving', 'save', async () => {
        const { limits } = store.getState()
        const { draft, problems, changed } = form()
        if (limits === null || changed.size === 0 || Object.keys(problems).length > 0) return
        if (draft.secret !== null) {
          await client.workspace.setSecret({ secret: draft.secret })
          store.setState(({ changes }) => ({ changes: typedSince(changes, draft, ['secret']), secretTail: secretTail(draft.secret ?? '') }))
        }
        if (['age', 'count', 'size'].some((field) => changed.has(field as keyof LimitsDraft))) {
          const { retention } = await client.settings.put({ retention: limitsOf(draft).limits })
          store.setState({ limits: retention })
        }
        store.setState(({ changes }) => ({ changes: typedSince(changes, draft, FIELDS) }))
      }),
    receiver: (command) =>
      guarded('receiver', JSON.stringify(command), async () => {
        onStatus(await (typeof command === 'string' ? client.receiver[command]() : client.receiver.listen(command)))
      }),
  }
}

/** What is still to be saved once these fields of `draft` were: the others, and what was typed into them meanwhile. */
function typedSince(
  changes: Partial<SettingsDraft>,
  draft: SettingsDraft,
  saved: readonly (keyof SettingsDraft)[],
): Partial<SettingsDraft> {
  const left = FIELDS.filter((field) => field in changes && !(saved.includes(field) && changes[field] === draft[field]))
  return Object.fromEntries(left.map((field) => [field, changes[field]]))
}
