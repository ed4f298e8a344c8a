import type { SchemeChoice, SchemeId } from '../signature/scheme.ts'

/** What providers ask of a receiver before they trust its address, or of every message. */
export const HANDSHAKE_IDS = ['zoom', 'slack', 'discord', 'discord-events', 'xero', 'salesforce', 'x', 'microsoft-graph', 'meta'] as const
export type HandshakeId = (typeof HANDSHAKE_IDS)[number]

/** `scheme`: the one of the inbox's scheme, where its provider has one. */
export const HANDSHAKE_CHOICES = ['scheme', 'none', ...HANDSHAKE_IDS] as const
export type HandshakeChoice = (typeof HANDSHAKE_CHOICES)[number]

/** As the provider calls it. */
export const HANDSHAKE_LABELS: Readonly<Record<HandshakeId, string>> = {
  zoom: 'Zoom endpoint.url_validation',
  slack: 'Slack url_verification',
  discord: 'Discord PING',
  'discord-events': 'Discord PING of webhook events',
  xero: 'Xero intent to receive',
  salesforce: 'Salesforce Ack',
  x: 'X CRC',
  'microsoft-graph': 'Microsoft Graph validationToken',
  meta: 'Meta hub.challenge',
}

/** The provider's name, for sentences. */
export const HANDSHAKE_PROVIDERS: Readonly<Record<HandshakeId, string>> = {
  zoom: 'Zoom',
  slack: 'Slack',
  discord: 'Discord',
  'discord-events': 'Discord',
  xero: 'Xero',
  salesforce: 'Salesforce',
  x: 'X',
  'microsoft-graph': 'Microsoft Graph',
  meta: 'Meta',
}

/** How the requests of a handshake are signed; null: not at all. */
export const HANDSHAKE_SCHEMES: Readonly<Record<HandshakeId, SchemeId | null>> = {
  zoom: 'zoom',
  slack: 'slack',
  discord: 'discord',
  'discord-events': 'discord',
  xero: 'xero',
  salesforce: null,
  x: null,
  'microsoft-graph': null,
  meta: null,
}

const BY_SCHEME: Readonly<Record<string, HandshakeId>> = {
  zoom: 'zoom',
  slack: 'slack',
  discord: 'discord',
  xero: 'xero',
  'salesforce-outbound': 'salesforce',
  x: 'x',
  meta: 'meta',
}

/** The handshake that is answered; null for none. A scheme of one's own has none of its own. */
export function chosenHandshake(choice: HandshakeChoice, scheme: SchemeChoice | null): HandshakeId | null {
  if (choice === 'none') return null
  if (choice !== 'scheme') return choice
  return typeof scheme === 'string' ? (BY_SCHEME[scheme] ?? null) : null
}
