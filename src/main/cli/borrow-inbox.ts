import type { Client } from '../../shared/contract/client.ts'
import { BUILT_IN_INBOX_PATH, type Inbox } from '../../shared/domain/inbox.ts'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'

/** An inbox whose settings a command has changed for as long as it runs. */
export interface Borrowed {
  readonly inbox: Inbox
  giveBack(): Promise<void>
}

/** What a command wants of an inbox; undefined leaves as it is. */
export interface Wish {
  /** Absent: the built-in inbox. */
  readonly path: string | undefined
  readonly secret: string | undefined
  readonly scheme: SchemeChoice | null | undefined
  readonly forwardTo: string | undefined
}

/**
 * Finds or makes the inbox and sets what is wished; null when nothing concerns an inbox. Giving back puts each changed
 * setting where it was, and so does the engine if this command is lost; one that was made here stays, but forwards no more.
 */
export async function borrowInbox(client: Client, { path: wished, secret, scheme, forwardTo }: Wish): Promise<Borrowed | null> {
  const isChanged = secret !== undefined || scheme !== undefined || forwardTo !== undefined
  if (wished === undefined && !isChanged) return null
  const path = wished ?? BUILT_IN_INBOX_PATH
  const signed = { ...(secret === undefined ? {} : { secret }), ...(scheme === undefined ? {} : { scheme }) }
  const forwarded = forwardTo === undefined ? {} : { forwardTo }
  const found = (await client.inboxes.list()).find((inbox) => inbox.path === path)
  const inbox = found ?? (await client.inboxes.create({ path, scheme: 'crm', ...signed }))
  const changes = found ? { ...signed, ...forwarded } : forwarded
  if (Object.keys(changes).length === 0) return { inbox, giveBack: async () => {} }
  const loan = await client.inboxes.lend({ id: inbox.id, ...changes })
  const lent = await loan.next()
  return {
    inbox: lent.done ? inbox : lent.value,
    giveBack: async () => {
      await client.inboxes.giveBack({ id: inbox.id })
      await loan.return(undefined)
    },
  }
}
