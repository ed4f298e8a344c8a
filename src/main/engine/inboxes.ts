import { HookscopeError, wrongFields, type FieldError } from '../../shared/domain/errors.ts'
import type { HandshakeChoice } from '../../shared/domain/handshake/handshake.ts'
import { headerProblem } from '../../shared/domain/http-message.ts'
import { formatId } from '../../shared/domain/ids.ts'
import { BUILT_IN_INBOX_PATH, DEFAULT_ANSWER, inboxPathProblem, type Answer, type Inbox } from '../../shared/domain/inbox.ts'
import type { RotatedSecret, Rotation } from '../../shared/domain/rotation.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import { keyProblem, secretTextProblem } from '../../shared/domain/signature/secret.ts'
import { targetUrlProblem } from '../../shared/domain/url.ts'
import { createRemovedThings } from './removed-things.ts'
import { rotateSecret } from './rotate-secret.ts'
import type { Core } from './core.ts'
import { markInboxDeleted, saveInbox, selectInboxes, unmarkInboxDeleted, type StoredInbox } from './store/inboxes.ts'
import { createWrittenThrough } from './written-through.ts'

export interface InboxInput {
  readonly path?: string
  readonly scheme?: SchemeChoice | null
  /** null: the workspace's. */
  readonly secret?: string | null
  readonly answer?: Partial<Answer>
  readonly refuseBadSignatures?: boolean
  readonly forwardTo?: string | null
  readonly publicUrl?: string | null
  readonly handshake?: HandshakeChoice
  readonly verifyToken?: string | null
}

export interface Inboxes {
  list(): readonly Inbox[]
  get(id: string): Inbox
  create(input: InboxInput & { readonly path: string }): Promise<Inbox>
  update(id: string, input: InboxInput): Promise<Inbox>
  remove(id: string): Promise<void>
  /** Undoes a removal of this run, secrets included. Throws `not_found` when it cannot, `conflict` when its path is taken. */
  restore(id: string): Promise<Inbox>
  /** Its own secret, else the workspace's; null when it has none of its own and expects no signature. */
  secret(id: string): { secret: string | null; isOwn: boolean; olderUntil: number | null }
  rotateSecret(id: string, rotation: Rotation): Promise<RotatedSecret>
}

/** Where the receiver listens when it does not (yet): what people will most likely start it on. */
const USUAL_RECEIVER_URL = 'http://127.0.0.1:5880'

/** The inboxes, held in memory and written through. `receiverUrl` gives the receiver's present address. */
export function createInboxes(core: Core, receiverUrl: () => string | null): Inboxes {
  const stored = createWrittenThrough<StoredInbox>(core, {
    select: selectInboxes,
    missing: (id) => new HookscopeError('not_found', `There is no inbox ${id}.`, 'List them with hookscope inboxes.'),
    changed: () => core.changes.emit('inboxes'),
  })

  const removed = createRemovedThings<StoredInbox>('inbox')

  function view(inbox: StoredInbox): Inbox {
    const { seq: _, ...rest } = inbox
    return { ...rest, url: (receiverUrl() ?? USUAL_RECEIVER_URL) + inbox.path }
  }

  /** Part of a write. Throws `bad_input`, or `conflict` when the path is taken. */
  function save(inbox: StoredInbox, secret: string | null | undefined, all: readonly StoredInbox[]): void {
    assertPathFree(inbox, all)
    const fields = inboxProblems(inbox, secret)
    if (fields.length > 0) throw wrongFields('The inbox cannot be saved', fields)
    saveInbox(core.db, inbox)
    if (secret !== undefined) core.secrets.put(inbox.id, secret)
  }

  return {
    list: () => stored.list().map(view),
    get: (id) => view(stored.find(id)),

    secret: (id) => {
      const { scheme } = stored.find(id)
      const own = core.secrets.revealOwn(id)
      return {
        secret: own ?? (scheme === null ? null : core.secrets.reveal(id)),
        isOwn: own !== null,
        olderUntil: core.secrets.olderUntil(id),
      }
    },

    rotateSecret: async (id, rotation) =>
      stored.change((rows) => {
        const { scheme } = rows.find(id)
        if (scheme === null) throw new HookscopeError('conflict', 'This inbox expects no signature.', 'Choose a scheme for it first.')
        const problem = rotation.secret === undefined ? null : keyProblem(scheme, rotation.secret)
        if (problem !== null) throw wrongFields('The secret cannot be rotated', [{ path: 'secret', message: problem }])
        return rotateSecret(core, id, scheme, rotation)
      }),

    create: async (input) => {
      const id = core.ids()
      const now = core.clock.now()
      const inbox = applyInput(
        {
          seq: id.seq,
          id: formatId('inbox', id),
          path: input.path,
          scheme: 'crm',
          answer: DEFAULT_ANSWER,
          refuseBadSignatures: false,
          forwardTo: null,
          publicUrl: null,
          handshake: 'scheme',
          verifyToken: null,
          isBuiltIn: false,
          createdAt: now,
          updatedAt: now,
        },
        input,
      )
      await stored.change(({ all }) => save(inbox, input.secret, all))
      return view(inbox)
    },

    update: async (id, input) => {
      const updatedAt = core.clock.now()
      const changed = await stored.change((rows) => {
        const after = { ...applyInput(rows.find(id), input), updatedAt }
        save(after, input.secret, rows.all)
        return after
      })
      return view(changed)
    },

    remove: async (id) => {
      const deletedAt = core.clock.now()
      await stored.change((rows) => {
        const entity = rows.find(id)
        const { seq, path, isBuiltIn } = entity
        if (isBuiltIn) {
          throw new HookscopeError('conflict', `The inbox ${path} is built in and stays.`, 'Change its answer, or use another inbox.')
        }
        markInboxDeleted(core.db, seq, deletedAt)
        removed.put(id, { entity, putSecretsBack: core.secrets.take(id) })
      })
    },

    restore: async (id) => {
      const inbox = await stored.change(({ all }) => {
        const { entity, putSecretsBack } = removed.find(id)
        assertPathFree(entity, all)
        unmarkInboxDeleted(core.db, entity.seq)
        putSecretsBack()
        return entity
      })
      removed.forget(id)
      return view(inbox)
    },
  }
}

/** The inbox made at first start; its id, for the endpoint that sends to it. */
export function insertBuiltInInbox(core: Pick<Core, 'db' | 'ids' | 'clock'>): string {
  const id = core.ids()
  const now = core.clock.now()
  const inbox: StoredInbox = {
    seq: id.seq,
    id: formatId('inbox', id),
    path: BUILT_IN_INBOX_PATH,
    scheme: 'crm',
    answer: DEFAULT_ANSWER,
    refuseBadSignatures: false,
    forwardTo: null,
    publicUrl: null,
    handshake: 'scheme',
    verifyToken: null,
    isBuiltIn: true,
    createdAt: now,
    updatedAt: now,
  }
  saveInbox(core.db, inbox)
  return inbox.id
}

function assertPathFree(inbox: StoredInbox, all: readonly StoredInbox[]): void {
  if (!all.some((each) => each.path === inbox.path && each.id !== inbox.id)) return
  throw new HookscopeError('conflict', `There is already an inbox ${inbox.path}.`, 'Change that one, or choose another path.', {
    fields: [{ path: 'path', message: 'is taken by another inbox' }],
  })
}

function applyInput(inbox: StoredInbox, { secret: _, answer, ...rest }: InboxInput): StoredInbox {
  return { ...inbox, ...rest, answer: { ...inbox.answer, ...answer } }
}

function publicUrlProblem(url: string): string | null {
  return targetUrlProblem(url) ?? (/[?#]/.test(url) ? 'has a query or fragment; those come with each request' : null)
}

function inboxProblems(inbox: StoredInbox, secret: string | null | undefined): FieldError[] {
  const problems: FieldError[] = []
  const add = (path: string, message: string | null): void => {
    if (message !== null) problems.push({ path, message })
  }
  add('path', inboxPathProblem(inbox.path))
  if (inbox.forwardTo !== null) add('forwardTo', targetUrlProblem(inbox.forwardTo))
  if (typeof secret === 'string') add('secret', inbox.scheme === null ? secretTextProblem(secret) : keyProblem(inbox.scheme, secret))
  if (inbox.publicUrl !== null) add('publicUrl', publicUrlProblem(inbox.publicUrl))
  inbox.answer.headers.forEach(([name, value], index) => add(`answer.headers[${index}]`, headerProblem(name, value)))
  return problems
}
