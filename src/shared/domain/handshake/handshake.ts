import type { SchemeChoice } from '../signature/scheme.ts'

/** What providers ask of a receiver before they trust its address, or of every message. */
export const HANDSHAKE_IDS = ['zoom', 'slack', 'discord', 'xero', 'salesforce', 'x', 'microsoft-graph', 'meta'] as const
export type HandshakeId = (typeof HANDSHAKE_IDS)[number]

/** `scheme`: the one of the inbox's scheme, where its provider has one. */
export const HANDSHAKE_CHOICES = ['scheme', 'none', ...HANDSHAKE_IDS] as const
export type HandshakeChoice = (typeof HANDSHAKE_CHOICES)[number]

/** As the provider calls it. */
export const HANDSHAKE_LABELS: Readonly<Record<HandshakeId, string>> = {
  zoom: 'Zoom endpoint.url_validation',
  slack: 'Slack url_verification',
  discord: 'Discord PING',
  xero: 'Xero intent to receive',
  salesforce: 'Salesforce Ack',
  x: 'X CRC',
  'microsoft-graph': 'Microsoft Graph validationToken',
  meta: 'Meta hub.challenge',
}

const BY_SCHEME: Readonly<Record<string, HandshakeId>> = {
  zoom: 'zoom',
  slack: 'slack',
  discord: 'discord',
  xero: 'xero',
  'salesforce-outbound': 'salesforce',
}

/** The handshake that is answered; null for none. A scheme of one's own has none of its own. */
export function chosenHandshake(choice: HandshakeChoice, scheme: SchemeChoice | null): HandshakeId | null {
  if (choice === 'none') return null
  if (choice !== 'scheme') return choice
  return typeof scheme === 'string' ? (BY_SCHEME[scheme] ?? null) : null
}
