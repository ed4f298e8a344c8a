import type { Client } from '../../../src/shared/contract/client.ts'

/** The endpoints and inboxes of the workspace that pictures are made of. */

/** How one endpoint of the demo does. */
export interface EndpointManner {
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
  /** Deliveries a day. */
  readonly perDay: number
  /** Median of what an attempt takes, ms. */
  readonly tookMs: number
  /** Share of attempts that fail, `agoHours` before now. */
  readonly failing: (agoHours: number) => number
  /** What a failed attempt gets: a status, or a network error. */
  readonly failure: number | 'timeout' | 'refused'
  readonly isActive?: boolean
  /** Switched off so long ago: nothing is delivered since. */
  readonly silentHours?: number
}

export const ENDPOINTS: readonly EndpointManner[] = [
  {
    name: 'billing-service',
    url: 'http://localhost:3000/webhooks/crm',
    events: ['deal.*', 'company.updated'],
    perDay: 900,
    tookMs: 14,
    failing: () => 0.018,
    failure: 503,
  },
  {
    name: 'crm-sync-worker',
    url: 'http://localhost:8080/hooks/crm',
    events: ['*'],
    perDay: 1_400,
    tookMs: 31,
    failing: () => 0.004,
    failure: 500,
  },
  {
    name: 'data-warehouse',
    url: 'https://ingest.dwh.example.com/v1/crm',
    events: ['lead.*', 'contact.*', 'company.*', 'deal.*'],
    perDay: 800,
    tookMs: 92,
    failing: () => 0,
    failure: 500,
  },
  {
    name: 'legacy-php-portal',
    url: 'http://portal.test/webhook.php?source=crm',
    events: ['contact.updated', 'ticket.*'],
    perDay: 240,
    tookMs: 9,
    failing: (agoHours) => (agoHours > 19 ? 0.3 : 0.92),
    failure: 400,
  },
  {
    name: 'slack-notifier',
    url: 'https://hooks.chat.example.org/services/T02ABCDEF/B04XYZ/very-long-part-of-the-path',
    events: ['deal.won'],
    perDay: 60,
    tookMs: 180,
    failing: () => 0.02,
    failure: 429,
    isActive: false,
    silentHours: 11,
  },
  {
    name: 'support-desk',
    url: 'https://desk.example.net/api/crm-events',
    events: ['ticket.*', 'deal.won', 'deal.lost'],
    perDay: 420,
    tookMs: 204,
    failing: (agoHours) => (agoHours > 1.2 ? 0.06 : 1),
    failure: 503,
  },
  {
    name: 'zapier-staging',
    url: 'https://hooks.zap.example.com/hooks/catch/189204/b3kd0v/',
    events: ['workflow.*'],
    perDay: 0,
    tookMs: 0,
    failing: () => 0,
    failure: 500,
  },
]

/** How one inbox of the demo is called. */
export interface InboxManner {
  readonly path: string
  readonly scheme: 'crm' | 'stripe' | 'github' | 'shopify' | 'slack' | null
  readonly secret: string | null
  readonly perDay: number
  /** Shares of verdicts, the rest being valid. */
  readonly invalid: number
  readonly stale: number
  readonly missing: number
  readonly types: readonly string[]
  readonly userAgent: string
}

export const INBOXES: readonly InboxManner[] = [
  {
    path: '/webhooks/crm',
    scheme: 'crm',
    secret: null,
    perDay: 700,
    invalid: 0.01,
    stale: 0,
    missing: 0.01,
    types: ['lead.created', 'deal.won', 'ticket.created', 'contact.updated', 'deal.stage_changed'],
    userAgent: 'CRM-SaaS-Webhooks/1.0',
  },
  {
    path: '/webhooks/stripe',
    scheme: 'stripe',
    secret: 'whsec_demo_9Qm2xT7vLr4WcY8nKp3sHd6b',
    perDay: 260,
    invalid: 0.02,
    stale: 0.03,
    missing: 0,
    types: ['invoice.paid', 'charge.succeeded', 'customer.subscription.updated', 'payment_intent.succeeded'],
    userAgent: 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
  },
  {
    path: '/webhooks/github',
    scheme: 'github',
    secret: 'demo-github-secret-of-the-workbench',
    perDay: 180,
    invalid: 0.34,
    stale: 0,
    missing: 0.02,
    types: ['push', 'pull_request', 'issues', 'workflow_run'],
    userAgent: 'GitHub-Hookshot/044aadd',
  },
  {
    path: '/webhooks/shopify',
    scheme: 'shopify',
    secret: 'shpss_demo_4c1f0b9d2e7a',
    perDay: 120,
    invalid: 0,
    stale: 0,
    missing: 0,
    types: ['orders/create', 'orders/paid', 'products/update'],
    userAgent: 'Shopify-Captain-Hook',
  },
  {
    path: '/hooks/partner',
    scheme: null,
    secret: null,
    perDay: 90,
    invalid: 0,
    stale: 0,
    missing: 0,
    types: ['shipment.dispatched', 'shipment.delivered'],
    userAgent: 'partner-gateway/2.3',
  },
]

/** Makes them in a running engine; ids in the order above. */
export async function makePlaces(
  client: Client,
): Promise<{ readonly endpoints: string[]; readonly inboxes: string[]; readonly secret: string }> {
  const endpoints: string[] = []
  for (const { name, url, events, isActive = true } of ENDPOINTS) {
    endpoints.push((await client.endpoints.create({ name, url, events: [...events], isActive })).id)
  }
  const inboxes: string[] = []
  const builtIn = (await client.inboxes.list()).find(({ isBuiltIn }) => isBuiltIn)
  for (const { path, scheme, secret } of INBOXES) {
    if (path === builtIn?.path) inboxes.push(builtIn.id)
    else inboxes.push((await client.inboxes.create({ path, scheme, ...(secret !== null && { secret }) })).id)
  }
  return { endpoints, inboxes, secret: (await client.workspace.secret()).secret }
}
