import { createHmac } from 'node:crypto'
import { openPlatform } from '../../api/platform.ts'
import { scriptedServer } from '../../support/scripted-server.ts'
import { CONSUMER_SECRET, type Consumer } from './consumer.ts'

/** How the platform found a consumer, and what that said to forgeries. */
export interface Findings {
  /** How the deliveries to it ended, in the order of the events. */
  readonly delivered: readonly string[]
  /** Of the same events, signed with another secret. */
  readonly otherSecret: readonly string[]
  /** Its answer to the very bytes that were delivered, posted by somebody else. */
  readonly genuine: number
  /** Names of the forgeries that it answered with 2xx. */
  readonly accepted: readonly string[]
}

const EVENTS = ['lead.created', 'deal.won', 'ticket.closed', 'company.created']

/** What a consumer of the guide has to give. It has no case for the last event, and takes it all the same. */
export const TRUSTWORTHY: Findings = {
  delivered: EVENTS.map((type) => `${type} success 200`),
  otherSecret: EVENTS.map((type) => `${type} failed 401`),
  genuine: 200,
  accepted: [],
}

interface Delivery {
  readonly eventType: string
  readonly status: string
  readonly statusCode: number | null
}

/** Lets the platform deliver to the consumer, forges what it delivers, and looks whether the consumer still stands. */
export async function findOut(consumer: Consumer): Promise<Findings> {
  const { call, until } = await openPlatform()
  const recorder = await scriptedServer()
  async function register(url: string, secret: string): Promise<string> {
    return (await call('POST', '/api/webhooks', { url, events: EVENTS, secret })).body.id as string
  }
  async function ends(id: string): Promise<string[]> {
    const isDone = ({ items }: { items: Delivery[] }): boolean => items.every(({ status }) => status !== 'pending')
    const { items } = (await until(`/api/webhooks/${id}/deliveries`, isDone)) as { items: Delivery[] }
    return items.map(({ eventType, status, statusCode }) => `${eventType} ${status} ${statusCode}`).toReversed()
  }

  const own = await register(consumer.url, CONSUMER_SECRET)
  const other = await register(consumer.url, 'another-secret-that-the-consumer-does-not-have')
  await register(recorder.url, CONSUMER_SECRET)
  await call('POST', '/api/leads', { firstName: 'Zoë', lastName: 'O’Neill', email: 'zoe@example.com', source: 'Website' })
  const deal = await call('POST', '/api/deals', { name: 'Enterprise Plan - Acme Corp', amount: 50_000 })
  await call('POST', `/api/deals/${deal.body.id}/win`)
  const contact = await call('POST', '/api/contacts', { firstName: 'John', lastName: 'Doe' })
  const ticket = await call('POST', '/api/tickets', { subject: 'Login issue', contactId: contact.body.id })
  await call('POST', `/api/tickets/${ticket.body.id}/close`, { resolution: 'Password reset sent' })
  await call('POST', '/api/companies', { name: '名前 😀' })
  const [delivered, otherSecret] = [await ends(own), await ends(other)]

  await recorder.arrived(1)
  const [{ body, headers } = { body: '', headers: [] }] = recorder.requests
  const signature = headers.find((line) => line.startsWith('X-Webhook-Signature: '))?.replace(/^[^:]*: /, '') ?? ''
  const accepted: string[] = []
  for (const [name, forgery] of Object.entries(forgeries(body, signature))) {
    if ((await post(consumer, forgery)).ok) accepted.push(name)
  }
  return { delivered, otherSecret, genuine: (await post(consumer, { body, signature })).status, accepted }
}

interface Posted {
  readonly body: string
  /** null: no such header. */
  readonly signature: string | null
}

function forgeries(body: string, signature: string): Record<string, Posted> {
  const hmac = (secret: string): string => createHmac('sha256', secret).update(body).digest('hex')
  const otherDigit = signature.slice(0, -1) + (signature.endsWith('0') ? '1' : '0')
  return {
    'one character changed': { body: body.replace('zoe@', 'eve@'), signature },
    'the same JSON, indented': { body: JSON.stringify(JSON.parse(body), null, 2), signature },
    'a line end added': { body: `${body}\n`, signature },
    'an empty body': { body: '', signature },
    'no signature': { body, signature: null },
    'an empty signature': { body, signature: '' },
    'another digit': { body, signature: otherDigit },
    'a digit missing': { body, signature: signature.slice(0, -1) },
    'no prefix': { body, signature: signature.replace('sha256=', '') },
    'upper case': { body, signature: `sha256=${hmac(CONSUMER_SECRET).toUpperCase()}` },
    'another secret': { body, signature: `sha256=${hmac('another-secret-that-the-consumer-does-not-have')}` },
    'not ASCII': { body, signature: 'sha256=\u00fc\u00fc' },
  }
}

function post({ url }: Consumer, { body, signature }: Posted): Promise<Response> {
  const headers = { 'content-type': 'application/json', ...(signature !== null && { 'x-webhook-signature': signature }) }
  return fetch(url, { method: 'POST', headers, body })
}
