import type { HandshakeChoice } from './handshake/handshake.ts'
import type { RawHeaders } from './http-message.ts'
import type { SchemeChoice } from './signature/scheme.ts'

/** What an inbox answers, always the same whatever the verdict (unless `refuseBadSignatures`). */
export interface Answer {
  readonly status: number
  readonly headers: RawHeaders
  readonly body: string
  /** Waited before the answer leaves. */
  readonly delayMs: number
}

/** A path prefix on the receiver with its own scheme, secrets, answer and optional forward target. */
export interface Inbox {
  /** `inbox_…` */
  readonly id: string
  /** Whole segments, `/webhooks/crm`; `/a` takes `/a/b`, not `/ab`; the longest prefix wins. */
  readonly path: string
  /** Where senders post to, with the receiver's present address. */
  readonly url: string
  /** null: no signature is expected. */
  readonly scheme: SchemeChoice | null
  readonly answer: Answer
  /** Answer 401 instead when the verdict is missing or invalid, as the guide's consumers do. */
  readonly refuseBadSignatures: boolean
  /** Each capture is sent on here after its commit and the caller gets this target's answer; null: not forwarded. */
  readonly forwardTo: string | null
  /**
   * Where senders believe they post to, in place of the receiver's address and `path`: what they sign where their scheme
   * signs the url, behind a tunnel. null: what each request says itself.
   */
  readonly publicUrl: string | null
  /** Answered in place of `answer`, unless that is a failure or the inbox forwards: then it is the target's to answer. */
  readonly handshake: HandshakeChoice
  /** What Meta's handshake must name; null: anything. */
  readonly verifyToken: string | null
  readonly isBuiltIn: boolean
  readonly createdAt: number
  readonly updatedAt: number
}

export const BUILT_IN_INBOX_PATH = '/webhooks/crm'

export const DEFAULT_ANSWER: Answer = {
  status: 200,
  headers: [['Content-Type', 'application/json']],
  body: '{"received":true}',
  delayMs: 0,
}

/** What refuses a bad signature, word for word as in the guide, "Implementation Examples". */
export function refusal(reason: 'missing' | 'invalid'): Answer {
  return {
    status: 401,
    headers: [['Content-Type', 'application/json']],
    body: reason === 'missing' ? '{"error":"Missing signature"}' : '{"error":"Invalid signature"}',
    delayMs: 0,
  }
}

/** The inbox whose prefix takes this raw path: whole segments, longest first; undefined when none does. */
export function matchInbox<T extends { readonly path: string }>(inboxes: readonly T[], rawPath: string): T | undefined {
  const end = rawPath.search(/[?#]/)
  const path = end < 0 ? rawPath : rawPath.slice(0, end)
  let best: T | undefined
  for (const inbox of inboxes) {
    const takes = inbox.path === '/' || path === inbox.path || path.startsWith(`${inbox.path}/`)
    if (takes && (!best || inbox.path.length > best.path.length)) best = inbox
  }
  return best
}

/** Why a text cannot be an inbox path, as one sentence that fits after the field's name; null when it can. */
export function inboxPathProblem(path: string): string | null {
  if (!path.startsWith('/')) return 'does not start with /'
  if (path !== '/' && path.endsWith('/')) return 'ends with /'
  if (path.includes('//')) return 'has an empty segment'
  if (!/^[!-~]+$/.test(path) || /[?#]/.test(path)) return 'holds a space, ?, # or a character beyond ASCII'
  return null
}
