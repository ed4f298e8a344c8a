import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { ORDER_KEYS } from '../domain/feed-order.ts'
import { compositions, variables } from './composing.ts'
import { crm } from './crm.ts'
import { deliveryView } from './delivery.ts'
import { diagnosis } from './diagnosis.ts'
import { endpoint, endpointInput } from './endpoint.ts'
import { exchangeDetail, exchangeSummary, lineage, signedContent, verification } from './exchange.ts'
import { filters } from './filters.ts'
import { handshakes } from './handshakes.ts'
import { health } from './health.ts'
import { histogram, span } from './histogram.ts'
import { inbox, inboxInput, inboxSecret } from './inbox.ts'
import { annotate, annotateAll } from './notes.ts'
import { problems } from './problems.ts'
import { replayed, replayOptions, replays } from './replays.ts'
import { rest } from './rest.ts'
import { rotatedSecret, rotation } from './rotation.ts'
import { schemeChoice } from './scheme.ts'
import { sampleVariant, sendPreview, sendRequest } from './sending.ts'
import { settings } from './settings.ts'
import { simulation } from './simulation.ts'
import { engineStatus } from './status.ts'
import { transfer } from './transfer.ts'
import { fieldError, jsonObject } from './values.ts'

/**
 * The API as data: one contract, carried by MessagePort (desktop), WebSocket (page and attached commands) and, its
 * `rest` part, by REST. Times are ms since 1970, durations ms, sizes bytes. `filter` is text of the filter language.
 */

/** More than anybody keeps at once; each is tried with every hypothesis. */
const MAX_SECRETS = 16

const byId = z.object({ id: z.string() })
const pageOf = {
  before: z.string().exactOptional(),
  after: z.string().exactOptional(),
  limit: z.number().int().min(1).max(500).default(100),
}

const listInput = z.object({
  filter: z.string().default(''),
  ...pageOf,
  /** Newest first unless given. In another order `before` is the id of the last row that one has, and `after` means nothing. */
  order: z.object({ by: z.enum(ORDER_KEYS), direction: z.enum(['descending', 'ascending']) }).exactOptional(),
  /** Looks for about so long, then answers with what it has; absent: until the page is full or all was looked at. */
  withinMs: z.number().min(1).max(60_000).exactOptional(),
})

const exchangePage = z.object({
  items: z.array(exchangeSummary),
  hasMore: z.boolean(),
  /** Pass it as `before` (as `after`, when this page was asked for by it) to go on; null when there is no more. */
  next: z.string().nullable(),
  /** Of the newest exchanges, how many the filter's words were not looked up in yet; 0 without words. */
  unsearched: z.number().int(),
})

/** Of an exchange that is stored. What is left out is as it was: the present secrets, newest first, the scheme, the url that is signed. */
const verifyAgain = z.object({
  id: z.string(),
  secrets: z.array(z.string().min(1)).min(1).max(MAX_SECRETS).exactOptional(),
  scheme: schemeChoice.exactOptional(),
  url: z.string().exactOptional(),
})

/** A live batch: rows that are new or changed since the last one. */
const activityBatch = z.object({
  /** Pass it as `after` to resume. */
  cursor: z.string(),
  rows: z.array(exchangeSummary),
  /** Too much has happened: fetch the visible rows again. */
  gap: z.boolean(),
  status: engineStatus,
})

export const contract = {
  status: problems.output(engineStatus),
  health,
  exchanges: {
    /** Newest first. Without `before` and `after` the newest page; `after` gives the page just above that id. */
    list: problems.input(listInput).output(exchangePage),
    count: problems.input(z.object({ filter: z.string().default('') })).output(z.object({ value: z.number().int(), exact: z.boolean() })),
    /** What happened when: first as it is, bar by bar, then again when it has changed, at most twice a second. Never ends by itself. */
    histogram: problems.input(z.object({ filter: z.string().default(''), span })).output(eventIterator(histogram)),
    get: problems.input(byId).output(exchangeDetail),
    /** The id that holds this part (≥ 6 characters), if only one does. Also delivery and event ids. */
    find: problems.input(z.object({ part: z.string() })).output(byId),
    /** A range of a body, as stored or (`decoded`) with its Content-Encoding undone, bounded. */
    body: problems
      .input(
        z.object({
          id: z.string(),
          side: z.enum(['request', 'response']),
          offset: z.number().int().min(0).default(0),
          length: z.number().int().min(0).max(4_194_304).default(1_048_576),
          decoded: z.boolean().default(false),
        }),
      )
      .output(
        z.object({
          bytes: z.instanceof(Blob),
          /** Of the whole body in this form; null when a decoded size is not known. */
          totalBytes: z.number().nullable(),
          /** What was undone: `gzip`; or why it could not be. */
          encoding: z.string().nullable(),
          problem: z.string().nullable(),
        }),
      ),
    /** Verifies again, under the inbox's present secrets or those given. */
    verify: problems.input(verifyAgain).output(verification),
    /** The same, and why it is not valid; the diagnosis is null where there is nothing to explain. */
    diagnose: problems.input(verifyAgain).output(z.object({ verification, diagnosis: diagnosis.nullable() })),
    /** Where the request's body leaves the schema of its event type; null when none is known, or it is no JSON or too long. */
    drift: problems.input(byId).output(z.object({ problems: z.array(fieldError).nullable() })),
    /** What the signature of its request is made over; null where there is none, or it cannot be told. */
    signed: problems.input(byId).output(z.object({ content: signedContent.nullable() })),
    /** What it comes from and what came of it. */
    lineage: problems.input(byId).output(lineage),
    annotate,
    annotateAll,
    /** A shell command that sends the same bytes. */
    curl: problems.input(byId).output(z.object({ command: z.string() })),
    /** A new delivery made from an exchange; the original is never changed. `dryRun` only says what it would change. */
    replay: problems.input(replayOptions.extend({ id: z.string(), dryRun: z.boolean().default(false) })).output(replayed),
    remove: problems
      .input(
        z.union([
          z.object({ ids: z.array(z.string()).min(1) }),
          z.object({ filter: z.string().min(1) }),
          z.object({ all: z.literal(true) }),
        ]),
      )
      .output(z.object({ removed: z.number().int() })),
    /** Live: bounded batches, at most ten a second, from `after` (a cursor) or from now on. Never ends by itself. */
    watch: problems
      .input(z.object({ filter: z.string().default(''), after: z.string().exactOptional() }))
      .output(eventIterator(activityBatch)),
  },
  deliveries: {
    get: problems.input(byId).output(deliveryView),
    /** "Attempt now": refused while one runs. */
    attempt: problems.input(byId).output(deliveryView),
    cancel: problems.input(byId).output(deliveryView),
    /** Each delivery whenever it changed, until all are final; first as they are. */
    follow: problems.input(z.object({ ids: z.array(z.string()).min(1).max(1000) })).output(eventIterator(deliveryView)),
  },
  events: {
    list: problems.output(z.array(z.object({ type: z.string(), family: z.string(), description: z.string(), isCustom: z.boolean() }))),
    schema: problems.input(z.object({ type: z.string() })).output(jsonObject),
    /** A whole envelope. */
    sample: problems
      .input(z.object({ type: z.string(), seed: z.number().int().exactOptional(), variant: sampleVariant.exactOptional() }))
      .output(jsonObject),
  },
  sending: {
    /** The exact bytes, headers and signature that would go out now, to the first target. */
    preview: problems.input(sendRequest).output(sendPreview),
    send: problems.input(sendRequest).output(z.object({ deliveryIds: z.array(z.string()) })),
  },
  variables,
  compositions,
  endpoints: {
    list: problems.output(z.array(endpoint)),
    get: problems.input(byId).output(endpoint),
    create: problems.input(endpointInput.required({ url: true })).output(endpoint),
    update: problems.input(endpointInput.extend({ id: z.string() })).output(endpoint),
    remove: problems.input(byId).output(z.void()),
    /** Undoes a removal of this run; `not_found` when it cannot. What was cancelled stays cancelled. */
    restore: problems.input(byId).output(endpoint),
    /** `olderUntil`: when the ones before it end, which still sign and verify; null when there are none. */
    secret: problems.input(byId).output(z.object({ secret: z.string(), olderUntil: z.number().nullable() })),
    /** A new secret; the present ones stay good for a while. */
    rotateSecret: problems.input(rotation.extend({ id: z.string() })).output(rotatedSecret),
    /** A sample of the first type its filter matches, `metadata.environment: "test"`. */
    test: problems.input(byId).output(z.object({ deliveryId: z.string() })),
  },
  inboxes: {
    list: problems.output(z.array(inbox)),
    create: problems.input(inboxInput.required({ path: true })).output(inbox),
    update: problems.input(inboxInput.extend({ id: z.string() })).output(inbox),
    remove: problems.input(byId).output(z.void()),
    /** Undoes a removal of this run; `not_found` when it cannot, `conflict` when its path is taken. */
    restore: problems.input(byId).output(inbox),
    /** Its own secret, else the workspace's; null when it has none of its own and expects no signature. */
    secret: problems.input(byId).output(inboxSecret),
    /** Changes settings for as long as the stream is held; it brings the inbox, once. `giveBack` puts them back before that. */
    lend: problems
      .input(inboxInput.pick({ secret: true, scheme: true, forwardTo: true }).extend({ id: z.string() }))
      .output(eventIterator(inbox)),
    giveBack: problems.input(byId).output(z.void()),
    rotateSecret: problems.input(rotation.extend({ id: z.string() })).output(rotatedSecret),
  },
  workspace: {
    secret: problems.output(z.object({ secret: z.string() })),
    setSecret: problems.input(z.object({ secret: z.string().min(1) })).output(z.void()),
    rotateSecret: problems.input(rotation).output(rotatedSecret),
    /** The REST token; `unauthorized` to pages. */
    token: problems.output(z.object({ token: z.string() })),
    /** Page address with an entry code, good while this engine runs. */
    pageUrl: problems.output(z.object({ url: z.string() })),
  },
  settings,
  filters,
  receiver: {
    pause: problems.output(engineStatus),
    resume: problems.output(engineStatus),
    /** Moves the receiver to another port; 0 picks a free one. */
    listen: problems.input(z.object({ port: z.number().int().min(0).max(65_535) })).output(engineStatus),
  },
  simulation,
  handshakes,
  replays,
  transfer,
  crm,
  rest,
}
