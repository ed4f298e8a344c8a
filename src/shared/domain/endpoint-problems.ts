import { EVENT_TYPES, eventFilterProblem } from './catalogue/catalogue.ts'
import { INBOX_URL_PREFIX, MAX_CONCURRENCY, type Endpoint } from './endpoint.ts'
import type { FieldError } from './errors.ts'
import { headerProblem, type RawHeaders } from './http-message.ts'
import { secretProblem } from './signature/secret.ts'
import { targetUrlProblem } from './url.ts'

/** Headers that belong to the connection or to the signature: the attempt writes them itself. */
const OWN_HEADERS = new Set(['host', 'content-length', 'connection', 'transfer-encoding', 'x-webhook-signature'])

/** Every field of an endpoint that cannot be saved, with its path; empty when all can. `secret` only when one is being set; `knownTypes` where the workspace has some of its own. */
export function endpointProblems(
  endpoint: Pick<Endpoint, 'url' | 'events' | 'headers' | 'concurrency' | 'scheme'>,
  secret: string | undefined,
  knownTypes: readonly string[] = EVENT_TYPES,
): FieldError[] {
  const problems: FieldError[] = []
  const add = (path: string, message: string | null): void => {
    if (message !== null) problems.push({ path, message })
  }
  if (!endpoint.url.startsWith(INBOX_URL_PREFIX)) add('url', targetUrlProblem(endpoint.url))
  if (endpoint.events.length === 0) add('events', 'names no event; use * for all')
  endpoint.events.forEach((filter, index) => add(`events[${index}]`, eventFilterProblem(filter, knownTypes)))
  problems.push(...headerProblems(endpoint.headers))
  if (!Number.isInteger(endpoint.concurrency) || endpoint.concurrency < 1 || endpoint.concurrency > MAX_CONCURRENCY) {
    add('concurrency', `is not a whole number from 1 to ${MAX_CONCURRENCY}`)
  }
  if (secret !== undefined) add('secret', secretProblem(endpoint.scheme, secret))
  return problems
}

/** Headers a person wants sent, with the path of each that cannot be. */
export function headerProblems(headers: RawHeaders): FieldError[] {
  return headers.flatMap(([name, value], index) => {
    const problem = OWN_HEADERS.has(name.toLowerCase()) ? `${name} is written by Hookscope itself` : headerProblem(name, value)
    return problem === null ? [] : [{ path: `headers[${index}]`, message: problem }]
  })
}
