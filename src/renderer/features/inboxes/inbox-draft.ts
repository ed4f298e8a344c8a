import type { Client } from '../../../shared/contract/client.ts'
import type { InboxInput } from '../../../shared/contract/inbox.ts'
import { HookscopeError, type FieldError } from '../../../shared/domain/errors.ts'
import type { HandshakeChoice } from '../../../shared/domain/handshake/handshake.ts'
import { headerProblem, type RawHeaders } from '../../../shared/domain/http-message.ts'
import { DEFAULT_ANSWER, inboxPathProblem, type Inbox } from '../../../shared/domain/inbox.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { keyProblem, secretTextProblem } from '../../../shared/domain/signature/secret.ts'
import { targetUrlProblem } from '../../../shared/domain/url.ts'
import { parseDuration } from '../../../shared/domain/units.ts'
import type { EditableSource } from '../../api/editable-list.ts'
import { filledHeaders } from '../../components/header-rows.ts'

/** An inbox as it is typed. */
export interface InboxDraft {
  readonly path: string
  readonly scheme: SchemeChoice | 'none'
  /** One of its own that replaces the present one; null: it stays. */
  readonly secret: string | null
  /** The workspace's shall be used again. */
  readonly dropsSecret: boolean
  readonly status: string
  readonly headers: RawHeaders
  readonly body: string
  /** `0`, `250 ms`, `2 s` */
  readonly delay: string
  readonly refuseBadSignatures: boolean
  /** Empty: not forwarded. */
  readonly forwardTo: string
  /** Empty: what each request says. */
  readonly publicUrl: string
  readonly handshake: HandshakeChoice
  /** Empty: anything. */
  readonly verifyToken: string
}

/** How a field is called in the form and in sentences. */
export const FIELD_LABELS: Readonly<Record<keyof InboxDraft, string>> = {
  path: 'Path',
  scheme: 'Scheme',
  secret: 'Secret',
  dropsSecret: 'Secret',
  status: 'Status',
  headers: 'Headers',
  body: 'Body',
  delay: 'Delay',
  refuseBadSignatures: 'Bad signatures',
  forwardTo: 'Forward to',
  publicUrl: 'Public URL',
  handshake: 'Handshake',
  verifyToken: 'Verify token',
}

const FIELDS_BY_PATH: Readonly<Record<string, keyof InboxDraft>> = {
  path: 'path',
  scheme: 'scheme',
  secret: 'secret',
  'answer.status': 'status',
  'answer.headers': 'headers',
  'answer.body': 'body',
  'answer.delayMs': 'delay',
  forwardTo: 'forwardTo',
  publicUrl: 'publicUrl',
  handshake: 'handshake',
  verifyToken: 'verifyToken',
}

const BAD_STATUS = 'is not a number from 200 to 599'
const BAD_DELAY = 'is no duration; write 0, 250 ms or 2 s'

/** The form of an inbox; of a new one for null. */
export function inboxDraftOf(inbox: Inbox | null): InboxDraft {
  const answer = inbox?.answer ?? DEFAULT_ANSWER
  return {
    path: inbox?.path ?? '',
    scheme: inbox === null ? 'crm' : (inbox.scheme ?? 'none'),
    secret: null,
    dropsSecret: false,
    status: String(answer.status),
    headers: answer.headers,
    body: answer.body,
    delay: answer.delayMs === 0 ? '0' : answer.delayMs % 1_000 === 0 ? `${answer.delayMs / 1_000} s` : `${answer.delayMs} ms`,
    refuseBadSignatures: inbox?.refuseBadSignatures ?? false,
    forwardTo: inbox?.forwardTo ?? '',
    publicUrl: inbox?.publicUrl ?? '',
    handshake: inbox?.handshake ?? 'scheme',
    verifyToken: inbox?.verifyToken ?? '',
  }
}

/** What the engine is asked to set: the changed fields. Throws `bad_input` with those that are no number or duration. */
export function inboxInputOf(draft: InboxDraft, changed: ReadonlySet<keyof InboxDraft>): InboxInput {
  const { status, delayMs } = answerNumbers(draft)
  const fields: FieldError[] = []
  if (status === null) fields.push({ path: 'answer.status', message: BAD_STATUS })
  if (delayMs === null) fields.push({ path: 'answer.delayMs', message: BAD_DELAY })
  if (fields.length > 0) throw new HookscopeError('bad_input', 'The inbox cannot be saved.', 'Correct the named fields.', { fields })
  const answer = {
    ...(changed.has('status') && status !== null && { status }),
    ...(changed.has('headers') && { headers: filledHeaders(draft.headers) }),
    ...(changed.has('body') && { body: draft.body }),
    ...(changed.has('delay') && { delayMs: delayMs ?? 0 }),
  }
  return {
    ...(changed.has('path') && { path: draft.path.trim() }),
    ...(changed.has('scheme') && { scheme: draft.scheme === 'none' ? null : draft.scheme }),
    ...(draft.dropsSecret && { secret: null }),
    ...(draft.secret !== null && { secret: draft.secret }),
    ...(Object.keys(answer).length > 0 && { answer }),
    ...(changed.has('refuseBadSignatures') && { refuseBadSignatures: draft.refuseBadSignatures }),
    ...(changed.has('publicUrl') && { publicUrl: draft.publicUrl.trim() === '' ? null : draft.publicUrl.trim() }),
    ...(changed.has('handshake') && { handshake: draft.handshake }),
    ...(changed.has('verifyToken') && { verifyToken: draft.verifyToken.trim() === '' ? null : draft.verifyToken.trim() }),
    ...(changed.has('forwardTo') && { forwardTo: draft.forwardTo.trim() === '' ? null : draft.forwardTo.trim() }),
  }
}

/** What can be seen to be wrong with a form; whether a path is taken only the engine knows. */
function draftProblems(draft: InboxDraft): readonly FieldError[] {
  const problem = (path: string, message: string | null): FieldError[] => (message === null ? [] : [{ path, message }])
  const urlProblem = (url: string): string | null => (url.trim() === '' ? null : targetUrlProblem(url.trim()))
  const { status, delayMs } = answerNumbers(draft)
  return [
    ...problem('path', inboxPathProblem(draft.path.trim())),
    ...problem('answer.status', status === null ? BAD_STATUS : null),
    ...problem('answer.delayMs', delayMs === null ? BAD_DELAY : null),
    ...draft.headers.flatMap(([name, value], index) =>
      name === '' && value === '' ? [] : problem(`answer.headers[${index}]`, headerProblem(name, value)),
    ),
    ...problem('forwardTo', urlProblem(draft.forwardTo)),
    ...problem('publicUrl', urlProblem(draft.publicUrl)),
    ...(draft.secret === null
      ? []
      : problem('secret', draft.scheme === 'none' ? secretTextProblem(draft.secret) : keyProblem(draft.scheme, draft.secret))),
  ]
}

function answerNumbers(draft: InboxDraft): { readonly status: number | null; readonly delayMs: number | null } {
  const status = Number(draft.status)
  return {
    status: Number.isInteger(status) && status >= 200 && status <= 599 ? status : null,
    delayMs: draft.delay.trim() === '0' ? 0 : parseDuration(draft.delay),
  }
}

/** Inboxes as an editable list. */
export function inboxSource(client: Client): EditableSource<Inbox, InboxDraft> {
  return {
    list: () => client.inboxes.list(),
    draftOf: inboxDraftOf,
    save: async (inbox, draft, changed) => {
      const input = inboxInputOf(draft, changed)
      return inbox === null
        ? client.inboxes.create({ ...input, path: draft.path.trim() })
        : client.inboxes.update({ ...input, id: inbox.id })
    },
    remove: (id) => client.inboxes.remove({ id }),
    check: draftProblems,
    fieldOf: (path) => FIELDS_BY_PATH[path.replace(/\[.*$/, '')] ?? (path.startsWith('scheme.') ? 'scheme' : null),
  }
}
