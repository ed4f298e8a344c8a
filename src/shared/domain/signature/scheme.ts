import { MINUTE_MS, SECOND_MS } from '../units.ts'
import { defineScheme, type Scheme, type TimeRule } from './scheme-form.ts'

/**
 * Schemes as data: how each provider signs. A new provider is a new row here, not new code. Where a provider's own library
 * and its documentation differ, the row does what the library does: that is what runs at its customers.
 */

const FIVE_MINUTES = 5 * MINUTE_MS
const STANDARD_SECRET = { prefixes: ['whsec_'], as: 'base64' } as const

function standardWebhooks(prefix: 'webhook' | 'svix'): Pick<Scheme, 'header' | 'content' | 'several' | 'time' | 'idAt'> {
  return {
    header: `${prefix}-signature`,
    content: '{id}.{ts}.{body}',
    several: { by: 'separator', separator: ' ' },
    time: { at: { header: `${prefix}-timestamp` }, unit: 's', toleranceMs: FIVE_MINUTES, side: 'both' },
    idAt: { header: `${prefix}-id` },
  }
}

function secondsIn(header: string): TimeRule {
  return { at: { header }, unit: 's', toleranceMs: FIVE_MINUTES, side: 'past' }
}

const ROWS = {
  // Guide, "Signature Generation": signature = "sha256=" + HMAC_SHA256(payload, secret)
  crm: { label: 'CRM, HMAC-SHA256', header: 'X-Webhook-Signature', prefix: 'sha256=' },
  'standard-webhooks': {
    label: 'Standard Webhooks',
    ...standardWebhooks('webhook'),
    prefix: 'v1,',
    encoding: 'base64',
    secret: STANDARD_SECRET,
  },
  // The v1a of the specification; keys `whsk_` (private) and `whpk_` (public).
  'standard-webhooks-ed25519': {
    label: 'Standard Webhooks, ed25519',
    ...standardWebhooks('webhook'),
    prefix: 'v1a,',
    algorithm: { kind: 'ed25519' },
    encoding: 'base64',
    secret: { prefixes: ['whsk_', 'whpk_'], as: 'base64' },
  },
  svix: { label: 'Svix', ...standardWebhooks('svix'), prefix: 'v1,', encoding: 'base64', secret: STANDARD_SECRET },
  calendly: {
    label: 'Calendly',
    header: 'Calendly-Webhook-Signature',
    prefix: 'v1=',
    content: '{ts}.{body}',
    several: { by: 'separator', separator: ',' },
    time: { at: { item: 't=' }, unit: 's', toleranceMs: 3 * MINUTE_MS, side: 'past' },
  },
  discord: {
    label: 'Discord, ed25519',
    header: 'X-Signature-Ed25519',
    algorithm: { kind: 'ed25519' },
    content: '{ts}{body}',
    time: { at: { header: 'X-Signature-Timestamp' }, unit: 's', toleranceMs: null, side: 'past' },
    secret: { prefixes: [], as: 'hex' },
  },
  docusign: { label: 'DocuSign Connect', header: 'X-DocuSign-Signature-1', encoding: 'base64', several: { by: 'number' } },
  github: { label: 'GitHub', header: 'X-Hub-Signature-256', prefix: 'sha256=', mark: 'X-GitHub-Event' },
  'github-sha1': {
    label: 'GitHub, SHA-1 (legacy)',
    header: 'X-Hub-Signature',
    prefix: 'sha1=',
    algorithm: { kind: 'hmac', hash: 'sha1' },
    mark: 'X-GitHub-Event',
  },
  gitlab: {
    label: 'GitLab, secret token',
    header: 'X-Gitlab-Token',
    algorithm: { kind: 'plain' },
    encoding: 'text',
    content: '{secret}',
  },
  'gitlab-signed': {
    label: 'GitLab, signing token',
    ...standardWebhooks('webhook'),
    prefix: 'v1,',
    encoding: 'base64',
    secret: STANDARD_SECRET,
    mark: 'X-Gitlab-Event',
  },
  hubspot: {
    label: 'HubSpot, v3',
    header: 'X-HubSpot-Signature-v3',
    encoding: 'base64',
    content: '{method}{url}{body}{ts}',
    time: { at: { header: 'X-HubSpot-Request-Timestamp' }, unit: 'ms', toleranceMs: FIVE_MINUTES, side: 'past' },
    unescaped: ['%3A', '%2F', '%3F', '%40', '%21', '%24', '%27', '%28', '%29', '%2A', '%2C', '%3B'],
    mark: 'X-HubSpot-Request-Timestamp',
  },
  'hubspot-v2': {
    label: 'HubSpot, v2',
    header: 'X-HubSpot-Signature',
    algorithm: { kind: 'hash', hash: 'sha256' },
    content: '{secret}{method}{url}{body}',
    mark: 'X-HubSpot-Signature-Version: v2',
  },
  'hubspot-v1': {
    label: 'HubSpot, v1',
    header: 'X-HubSpot-Signature',
    algorithm: { kind: 'hash', hash: 'sha256' },
    content: '{secret}{body}',
  },
  // The header of GitHub's legacy one, without GitHub's others.
  intercom: {
    label: 'Intercom',
    header: 'X-Hub-Signature',
    prefix: 'sha1=',
    algorithm: { kind: 'hmac', hash: 'sha1' },
    mark: 'User-Agent: intercom',
  },
  linear: {
    label: 'Linear',
    header: 'Linear-Signature',
    time: { at: { field: 'webhookTimestamp' }, unit: 'ms', toleranceMs: MINUTE_MS, side: 'both' },
  },
  mailgun: {
    label: 'Mailgun',
    header: null,
    field: 'signature.signature',
    content: '{ts}{id}',
    time: { at: { field: 'signature.timestamp' }, unit: 's', toleranceMs: null, side: 'past' },
    idAt: { field: 'signature.token' },
    mark: 'User-Agent: mailgun',
  },
  // GitHub's header without its others; the app secret is the key.
  meta: { label: 'Meta', header: 'X-Hub-Signature-256', prefix: 'sha256=', mark: 'User-Agent: facebook' },
  paddle: {
    label: 'Paddle',
    header: 'Paddle-Signature',
    prefix: 'h1=',
    content: '{ts}:{body}',
    several: { by: 'separator', separator: ';' },
    time: { at: { item: 'ts=' }, unit: 's', toleranceMs: 5 * SECOND_MS, side: 'past' },
  },
  pagerduty: {
    label: 'PagerDuty, v3',
    header: 'X-PagerDuty-Signature',
    prefix: 'v1=',
    several: { by: 'separator', separator: ',' },
  },
  paypal: {
    label: 'PayPal',
    header: 'PAYPAL-TRANSMISSION-SIG',
    algorithm: { kind: 'none', why: `PayPal signs with a certificate of its own, which only PayPal's servers hand out.` },
  },
  // Its secret is `user:password`.
  pipedrive: {
    label: 'Pipedrive, HTTP Basic',
    header: 'Authorization',
    prefix: 'Basic ',
    algorithm: { kind: 'plain' },
    encoding: 'base64',
    content: '{secret}',
    mark: '',
  },
  'salesforce-ens': { label: 'Salesforce Marketing Cloud', header: 'x-sfmc-ens-signature', encoding: 'base64' },
  'salesforce-outbound': {
    label: 'Salesforce Outbound Message',
    header: null,
    algorithm: { kind: 'none', why: 'Salesforce does not sign outbound messages; it is told by its address and client certificate.' },
    mark: '',
  },
  sendgrid: {
    label: 'SendGrid, ECDSA',
    header: 'X-Twilio-Email-Event-Webhook-Signature',
    algorithm: { kind: 'ecdsa', hash: 'sha256' },
    encoding: 'base64',
    content: '{ts}{body}',
    time: { at: { header: 'X-Twilio-Email-Event-Webhook-Timestamp' }, unit: 's', toleranceMs: null, side: 'past' },
    secret: { prefixes: [], as: 'base64' },
  },
  shopify: { label: 'Shopify', header: 'X-Shopify-Hmac-SHA256', encoding: 'base64' },
  slack: {
    label: 'Slack',
    header: 'X-Slack-Signature',
    prefix: 'v0=',
    content: 'v0:{ts}:{body}',
    time: secondsIn('X-Slack-Request-Timestamp'),
  },
  square: { label: 'Square', header: 'x-square-hmacsha256-signature', encoding: 'base64', content: '{url}{body}' },
  stripe: {
    label: 'Stripe',
    header: 'Stripe-Signature',
    prefix: 'v1=',
    content: '{ts}.{body}',
    several: { by: 'separator', separator: ',' },
    time: { at: { item: 't=' }, unit: 's', toleranceMs: FIVE_MINUTES, side: 'past' },
  },
  twilio: {
    label: 'Twilio',
    header: 'X-Twilio-Signature',
    algorithm: { kind: 'hmac', hash: 'sha1' },
    encoding: 'base64',
    content: '{url}{sorted_form}',
    bodyHashParameter: 'bodySHA256',
  },
  typeform: { label: 'Typeform', header: 'Typeform-Signature', prefix: 'sha256=', encoding: 'base64' },
  x: { label: 'X', header: 'x-twitter-webhooks-signature', prefix: 'sha256=', encoding: 'base64' },
  xero: { label: 'Xero', header: 'x-xero-signature', encoding: 'base64' },
  zendesk: {
    label: 'Zendesk',
    header: 'X-Zendesk-Webhook-Signature',
    encoding: 'base64',
    content: '{ts}{body}',
    time: { at: { header: 'X-Zendesk-Webhook-Signature-Timestamp' }, unit: 'iso', toleranceMs: null, side: 'past' },
  },
  zoom: {
    label: 'Zoom',
    header: 'x-zm-signature',
    prefix: 'v0=',
    content: 'v0:{ts}:{body}',
    time: secondsIn('x-zm-request-timestamp'),
  },
} as const satisfies Record<string, Omit<Parameters<typeof defineScheme>[0], 'id'>>

export type SchemeId = keyof typeof ROWS
export const SCHEME_IDS = Object.keys(ROWS) as [SchemeId, ...SchemeId[]]

/** Every row, whole. */
export const SCHEMES = Object.fromEntries(SCHEME_IDS.map((id) => [id, defineScheme({ id, ...ROWS[id] })])) as Readonly<
  Record<SchemeId, Scheme>
>

/** A row's id, or a scheme of one's own. */
export type SchemeChoice = SchemeId | Scheme

/** Length that the guide asks of a signing secret where an endpoint is saved or sent to ("min-32-chars"). */
export const MIN_SECRET_LENGTH = 32

export function schemeOf(choice: SchemeChoice): Scheme {
  return typeof choice === 'string' ? SCHEMES[choice] : choice
}
