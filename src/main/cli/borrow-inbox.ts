import type { Client } from '../../shared/contract/client.ts'
import { BUILT_IN_INBOX_PATH, type Inbox } from '../../shared/domain/inbox.ts'
import type { SchemeId } from '../../shared/domain/signature/scheme.ts'

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
  readonly scheme: SchemeId | null | undefined
  readonly forwardTo: string | undefined
}

/**
 * Finds or makes the inbox and sets what is wished; null when nothing concerns an inbox. Giving back puts each changed
 * setting where it was; one that was made here stays, but forwards no more.
 */
export async function borrowInbox(client: Client, { path: wished, secret, scheme, forwardTo }: Wish): Promise<Borrowed | null> {
  const isChanged = secret !== undefined || scheme !== undefined || forwardTo !== undefined
  if (wished === undefined && !isChanged) return null
  const path = wished ?? BUILT_IN_INBOX_PATH
  const changes = {
    ...(secret === undefined ? {} : { secret }),
    ...(scheme === undefined ? {} : { scheme }),
    ...(forwardTo === undefined ? {} : { forwardTo }),
  }
  const found = (await client.inboxes.list()).find((inbox) => inbox.path === path)
  if (!found) {
    const inbox = await client.inboxes.create({ path, scheme: 'crm', ...changes })
    return {
      inbox,
      giveBack: async () => void (forwardTo !== undefined && (await client.inboxes.update({ id: inbox.id, forwardTo: null }))),
    }
  }
  const before = await client.inboxes.secret({ id: found.id })
  const inbox = await client.inboxes.update({ id: found.id, ...changes })
  const restored = {
    // null: the workspace's, whatever that is by then.
    ...(secret === undefined ? {} : { secret: before.isOwn ? before.secret : null }),
    ...(scheme === undefined ? {} : { scheme: found.scheme }),
    ...(forwardTo === undefined ? {} : { forwardTo: found.forwardTo }),
  }
  return { inbox, giveBack: async () => void (await client.inboxes.update({ id: found.id, ...restored })) }
}
