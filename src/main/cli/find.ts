import type { Client } from '../../shared/contract/client.ts'
import type { Endpoint } from '../../shared/domain/endpoint.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { ID_PREFIXES, parseId } from '../../shared/domain/ids.ts'
import type { Inbox } from '../../shared/domain/inbox.ts'
import { nearest } from '../../shared/domain/nearest.ts'

/** How people name things: by id, by a unique part of it, by name or path. */

/** The whole id of an exchange, delivery or event. */
export async function findId(client: Client, text: string): Promise<string> {
  if (parseId(text) !== null) return text
  const part = ID_PREFIXES.reduce((rest, prefix) => (rest.startsWith(`${prefix}_`) ? rest.slice(prefix.length + 1) : rest), text)
  return (await client.exchanges.find({ part })).id
}

/** The endpoint that is meant by an id, a unique part of one (≥ 6 characters) or a name. */
export function findEndpoint(endpoints: readonly Endpoint[], text: string): Endpoint {
  return only(
    endpoints.filter(({ id, name }) => id === text || name === text),
    endpoints.filter(({ id }) => text.length >= 6 && id.includes(text)),
    () =>
      notFound(
        'endpoint',
        text,
        endpoints.map(({ name }) => name),
        'hookscope endpoints',
      ),
  )
}

/** The inbox that is meant by an id, a unique part of one (≥ 6 characters) or a path. */
export function findInbox(inboxes: readonly Inbox[], text: string): Inbox {
  return only(
    inboxes.filter(({ id, path }) => id === text || path === text),
    inboxes.filter(({ id }) => text.length >= 6 && id.includes(text)),
    () =>
      notFound(
        'inbox',
        text,
        inboxes.map(({ path }) => path),
        'hookscope inboxes',
      ),
  )
}

/** The id of the replay of many that is meant by an id or a unique part of one (≥ 6 characters). */
export async function findReplay(client: Client, text: string): Promise<string> {
  if (parseId(text)?.prefix === 'replay') return text
  const parts: string[] = []
  let cursor: string | null | undefined
  do {
    const page = await client.replays.list({ limit: PAGE, ...(cursor == null ? {} : { cursor }) })
    if (text.length >= 6) parts.push(...page.items.map(({ id }) => id).filter((id) => id.includes(text)))
    cursor = page.nextCursor
  } while (cursor !== null)
  return only([], parts, () => notFound('replay', text, [], 'hookscope replays'))
}

const PAGE = 500

function only<T>(exact: readonly T[], parts: readonly T[], missing: () => HookscopeError): T {
  const found = exact.length > 0 ? exact : parts
  const [first] = found
  if (first === undefined) throw missing()
  if (found.length > 1) throw new HookscopeError('ambiguous_id', `${found.length} of them match.`, 'Give the whole id.')
  return first
}

function notFound(what: string, text: string, names: readonly string[], list: string): HookscopeError {
  const meant = nearest(text, names)
  const remedy = `List them with "${list}".`
  return new HookscopeError('not_found', `There is no ${what} ${text}.`, meant === null ? remedy : `Did you mean ${meant}? ${remedy}`)
}
