import { HookscopeError } from '../../shared/domain/errors.ts'
import type { Inbox } from '../../shared/domain/inbox.ts'
import type { InboxInput, Inboxes } from './inboxes.ts'
import type { Core } from './core.ts'
import { saveInbox, selectInboxes } from './store/inboxes.ts'
import { putSetting, selectSettings } from './store/settings.ts'

/**
 * Settings of an inbox that a command has changed for as long as it runs. What they were is stored before they change, so
 * that an engine which was killed meanwhile puts them back at its next start; secrets stay sealed.
 */

/** An inbox whose settings a command has changed for as long as it runs. */
export interface InboxLoan {
  readonly inbox: Inbox
  /** Puts each changed setting back where it was; again, it does nothing. */
  giveBack(): Promise<void>
}

export interface InboxLoans {
  /** Throws `conflict` while another has it. */
  lend(id: string, input: Pick<InboxInput, 'secret' | 'scheme' | 'forwardTo'>): Promise<InboxLoan>
  /** Nothing is lent: nothing is done. */
  giveBack(id: string): Promise<void>
}

const PREFIX = 'loan:'

/** What to put back; `secret`: whether it was lent, and whether the inbox had one of its own. */
interface Before extends Pick<Partial<Inbox>, 'scheme' | 'forwardTo'> {
  readonly secret?: 'own' | 'none'
}

/** Puts back what an earlier run has lent and could not put back. Part of a write, before anybody reads the inboxes. */
export function returnLoans(core: Pick<Core, 'db' | 'secrets'>): void {
  const inboxes = selectInboxes(core.db)
  for (const [id, value] of selectSettings(core.db, PREFIX)) {
    const { secret, ...before } = value as Before
    const inbox = inboxes.find((each) => each.id === id)
    if (inbox) {
      saveInbox(core.db, { ...inbox, ...before })
      if (secret !== undefined) core.secrets.put(id, secret === 'own' ? core.secrets.revealOwn(PREFIX + id) : null)
    }
    forget(core, id)
  }
}

function forget({ db, secrets }: Pick<Core, 'db' | 'secrets'>, id: string): void {
  putSetting(db, PREFIX + id, undefined)
  secrets.put(PREFIX + id, null)
}

export function createInboxLoans(core: Core, inboxes: Inboxes): InboxLoans {
  const lent = new Map<string, InboxLoan>()

  async function giveBack(loan: InboxLoan, before: InboxInput): Promise<void> {
    const { id } = loan.inbox
    if (lent.get(id) !== loan) return
    lent.delete(id)
    // Who has removed the inbox meanwhile wants none of it back.
    if (inboxes.list().some((each) => each.id === id)) await inboxes.update(id, before)
    await core.writer.commit(() => forget(core, id))
  }

  return {
    lend: async (id, input) => {
      const found = inboxes.get(id)
      if (lent.has(id)) {
        throw new HookscopeError(
          'conflict',
          `Another "hookscope listen" has settings of its own for ${found.path}.`,
          'End that one first, or listen on another inbox.',
        )
      }
      const { secret: wasSecret, isOwn } = inboxes.secret(id)
      const own = isOwn ? wasSecret : null
      const { secret, scheme, forwardTo } = input
      const before = {
        ...(scheme === undefined ? {} : { scheme: found.scheme }),
        ...(forwardTo === undefined ? {} : { forwardTo: found.forwardTo }),
      }
      const loan: { inbox: Inbox; giveBack: () => Promise<void> } = {
        inbox: found,
        // null: the workspace's, whatever that is by then.
        giveBack: () => giveBack(loan, { ...before, ...(secret === undefined ? {} : { secret: own }) }),
      }
      lent.set(id, loan)
      try {
        await core.writer.commit(() => {
          putSetting(core.db, PREFIX + id, {
            ...before,
            ...(secret === undefined ? {} : { secret: own === null ? 'none' : 'own' }),
          } satisfies Before)
          if (secret !== undefined) core.secrets.put(PREFIX + id, own)
        })
        loan.inbox = await inboxes.update(id, input)
      } catch (error) {
        lent.delete(id)
        await core.writer.commit(() => forget(core, id)).catch(() => {})
        throw error
      }
      return loan
    },
    giveBack: async (id) => lent.get(id)?.giveBack(),
  }
}
