import { HookscopeError, type FieldError } from '../../shared/domain/errors.ts'
import { headerProblem } from '../../shared/domain/http-message.ts'
import { formatId } from '../../shared/domain/ids.ts'
import { BUILT_IN_INBOX_PATH, DEFAULT_ANSWER, inboxPathProblem, type Inbox } from '../../shared/domain/inbox.ts'
import { targetUrlProblem } from '../../shared/domain/url.ts'
import type { Core, InboxInput, Inboxes } from './services.ts'
import { markInboxDeleted, saveInbox, selectInboxes, type StoredInbox } from './store/inboxes.ts'

/** Where the receiver listens when it does not (yet): what people will most likely start it on. */
const USUAL_RECEIVER_URL = 'http://127.0.0.1:5880'

/** The inboxes, held in memory and written through. `receiverUrl` gives the receiver's present address. */
export function createInboxes(core: Core, receiverUrl: () => string | null): Inboxes {
  let stored = selectInboxes(core.db)

  function view(inbox: StoredInbox): Inbox {
    const { seq: _, ...rest } = inbox
    return { ...rest, url: (receiverUrl() ?? USUAL_RECEIVER_URL) + inbox.path }
  }

  function find(id: string): StoredInbox {
    const inbox = stored.find((each) => each.id === id)
    if (!inbox) throw new HookscopeError('not_found', `There is no inbox ${id}.`, 'List them with hookscope inboxes.')
    return inbox
  }

  function assertSavable(inbox: StoredInbox): void {
    const fields = inboxProblems(inbox)
    if (stored.some((each) => each.path === inbox.path && each.id !== inbox.id)) {
      throw new HookscopeError('conflict', `There is already an inbox ${inbox.path}.`, 'Change that one, or choose another path.', {
        fields: [{ path: 'path', message: 'is taken by another inbox' }],
      })
    }
    if (fields.length === 0) return
    const [first] = fields
    throw new HookscopeError('bad_input', `The inbox cannot be saved: ${first?.path} ${first?.message}.`, 'Correct the named fields.', {
      fields,
    })
  }

  async function save(inbox: StoredInbox, secret: string | null | undefined): Promise<Inbox> {
    await core.writer.commit(() => {
      saveInbox(core.db, { seq: inbox.seq, tail: inbox.id.slice(-13) }, inbox)
      if (secret !== undefined) core.secrets.put(inbox.id, secret)
    })
    stored = selectInboxes(core.db)
    core.changes.emit('inboxes')
    return view(inbox)
  }

  return {
    list: () => stored.map(view),
    get: (id) => view(find(id)),
    secret: (id) => (find(id).scheme === null ? null : core.secrets.reveal(id)),

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
          isBuiltIn: false,
          createdAt: now,
          updatedAt: now,
        },
        input,
      )
      assertSavable(inbox)
      return save(inbox, input.secret)
    },

    update: async (id, input) => {
      const changed = { ...applyInput(find(id), input), updatedAt: core.clock.now() }
      assertSavable(changed)
      return save(changed, input.secret)
    },

    remove: async (id) => {
      const inbox = find(id)
      if (inbox.isBuiltIn) {
        throw new HookscopeError('conflict', `The inbox ${inbox.path} is built in and stays.`, 'Change its answer, or use another inbox.')
      }
      await core.writer.commit(() => {
        markInboxDeleted(core.db, inbox.seq, core.clock.now())
        core.secrets.put(inbox.id, null)
      })
      stored = selectInboxes(core.db)
      core.changes.emit('inboxes')
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
    isBuiltIn: true,
    createdAt: now,
    updatedAt: now,
  }
  saveInbox(core.db, id, inbox)
  return inbox.id
}

function applyInput(inbox: StoredInbox, { secret: _, answer, ...rest }: InboxInput): StoredInbox {
  return { ...inbox, ...rest, answer: { ...inbox.answer, ...answer } }
}

function inboxProblems(inbox: StoredInbox): FieldError[] {
  const problems: FieldError[] = []
  const add = (path: string, message: string | null): void => {
    if (message !== null) problems.push({ path, message })
  }
  add('path', inboxPathProblem(inbox.path))
  if (inbox.forwardTo !== null) add('forwardTo', targetUrlProblem(inbox.forwardTo))
  inbox.answer.headers.forEach(([name, value], index) => add(`answer.headers[${index}]`, headerProblem(name, value)))
  return problems
}
