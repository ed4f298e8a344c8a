import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Inbox } from '../../../shared/domain/inbox.ts'
import { secretProblem } from '../../../shared/domain/signature/secret.ts'
import { curlCommand } from '../../api/curl.ts'
import { createEditableList, type EditableList } from '../../api/editable-list.ts'
import { toProblem, type Problem } from '../../api/problem.ts'
import { secretTail } from '../../components/secret-text.ts'
import { inboxSource, type InboxDraft } from './inbox-draft.ts'

const SAMPLE_TYPE = 'lead.created'

/** What is known of an inbox's secret without showing it. */
export interface SecretFacts {
  readonly tail: string | null
  /** Not the workspace's. */
  readonly isOwn: boolean
  /** When the older ones end; null: there are none. */
  readonly olderUntil: number | null
}

export interface InboxesState {
  /** By inbox. */
  readonly secrets: Readonly<Record<string, SecretFacts>>
  /** Why the latest deletion was refused; null when it was not. */
  readonly refusal: Problem | null
}

/** The inboxes and what is being done with them. */
export interface Inboxes {
  readonly list: EditableList<Inbox, InboxDraft>
  readonly store: StoreApi<InboxesState>
  save(key: string): Promise<Inbox | null>
  /** True when it is gone. */
  remove(id: string): Promise<boolean>
  /** Undoes a removal; why it cannot, or null. */
  restore(id: string): Promise<Problem | null>
  /** Makes a new secret; the present ones stay good for a day. */
  rotate(id: string): Promise<void>
  readSecret(id: string): Promise<string>
  loadSecretFacts(id: string): Promise<void>
  /** A shell command that sends a sample to it, signed as it expects. */
  curl(inbox: Inbox): Promise<string>
  forgetRefusal(): void
}

/** Needs `list.refresh` before it shows anything. */
export function createInboxes(client: Client): Inboxes {
  const list = createEditableList(inboxSource(client))
  const store = createStore<InboxesState>()(() => ({ secrets: {}, refusal: null }))
  const readSecret = async (id: string): Promise<string> => (await client.inboxes.secret({ id })).secret ?? ''

  async function loadSecretFacts(id: string): Promise<void> {
    try {
      const { secret, ...rest } = await client.inboxes.secret({ id })
      const facts = { tail: secretTail(secret ?? ''), ...rest }
      store.setState(({ secrets }) => ({ secrets: { ...secrets, [id]: facts } }))
    } catch {
      // A mask without its last characters is still a mask: no reason to disturb anybody.
    }
  }

  return {
    list,
    store,
    readSecret,
    loadSecretFacts,
    forgetRefusal: () => store.setState({ refusal: null }),
    save: async (key) => {
      const saved = await list.save(key)
      if (saved?.scheme) await loadSecretFacts(saved.id)
      return saved
    },
    rotate: async (id) => {
      store.setState({ refusal: null })
      try {
        await client.inboxes.rotateSecret({ id })
        await loadSecretFacts(id)
      } catch (error) {
        store.setState({ refusal: toProblem(error) })
      }
    },
    remove: async (id) => {
      const refusal = await list.remove(id)
      store.setState({ refusal })
      return refusal === null
    },
    restore: async (id) => {
      try {
        await client.inboxes.restore({ id })
      } catch (error) {
        return toProblem(error)
      }
      await list.refresh()
      return null
    },
    curl: async ({ id, url, scheme }) => {
      const secret = scheme === null ? '' : await readSecret(id)
      // A secret that cannot be sent with leaves the command unsigned rather than missing.
      const isSigned = scheme !== null && secretProblem(scheme, secret) === null
      const target = { kind: 'url', url, scheme: isSigned ? scheme : null, ...(isSigned && { secret }) } as const
      return curlCommand(await client.sending.preview({ content: { kind: 'event', type: SAMPLE_TYPE }, targets: [target] }))
    },
  }
}
