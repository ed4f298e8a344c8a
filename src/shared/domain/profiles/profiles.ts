import { DEFAULT_CONCURRENCY } from '../endpoint.ts'
import type { RawHeaders } from '../http-message.ts'
import { CRM_POLICY, type RetryPolicy } from '../retry-policy.ts'
import type { Target } from '../sending.ts'
import type { SchemeId } from '../signature/scheme.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../units.ts'

/**
 * Profiles as data: how each provider delivers. A profile is a preset: an endpoint or a send that names one gets its facts
 * copied, and each can be changed from there. The body stays ours. 2xx is success unless one says otherwise, and redirects are not
 * followed. Only what a provider documents stands here; where it names no number, the comment says which was chosen.
 */
export interface Profile {
  /** Name for people. */
  readonly label: string
  readonly scheme: SchemeId
  readonly policy: RetryPolicy
  /** Attempts at the same time; 1 keeps the order of the events. */
  readonly concurrency: number
  /** Beside the signature's; values may hold templates (`header-template.ts`). */
  readonly headers: RawHeaders
}

/** 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h: how Svix begins, and with it the specification. */
const SVIX_START = [0, 5 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 10 * HOUR_MS]

/** Anything but 2xx is tried again. */
function anyFailure(delaysMs: readonly number[], timeoutMs: number, more: Partial<RetryPolicy> = {}): RetryPolicy {
  return { delaysMs, timeoutMs, jitter: 0, retryStatuses: [], retriesAll: true, honourRetryAfter: false, ...more }
}

const ROWS = {
  // The guide, "Retry Logic".
  crm: { label: 'CRM', scheme: 'crm', policy: CRM_POLICY, concurrency: DEFAULT_CONCURRENCY, headers: [] },
  // The guide promises no order; this is the same sender one event at a time.
  'crm-ordered': { label: 'CRM, in order', scheme: 'crm', policy: CRM_POLICY, concurrency: 1, headers: [] },
  // standard-webhooks.md, "Retries": its example schedule; "Timeouts": 15 to 30 s. It asks for jitter and Retry-After.
  'standard-webhooks': {
    label: 'Standard Webhooks',
    scheme: 'standard-webhooks',
    policy: anyFailure([...SVIX_START, 14 * HOUR_MS, 20 * HOUR_MS, DAY_MS], 15 * SECOND_MS, { jitter: 0.2, honourRetryAfter: true }),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [],
  },
  // docs.svix.com/retries: eight attempts, 15 s, off after five days in which all failed.
  svix: {
    label: 'Svix',
    scheme: 'svix',
    policy: anyFailure([...SVIX_START, 10 * HOUR_MS], 15 * SECOND_MS, { disableAfterMs: 5 * DAY_MS }),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [['User-Agent', 'Svix-Webhooks/1.0']],
  },
  // docs.github.com, "Handling failed webhook deliveries": 10 s, never redelivered by itself; "Webhook events and payloads": headers.
  github: {
    label: 'GitHub',
    scheme: 'github',
    policy: anyFailure([0], 10 * SECOND_MS),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [
      ['User-Agent', 'GitHub-Hookshot/044aadd'],
      ['Accept', '*/*'],
      ['X-GitHub-Delivery', '{delivery.uuid}'],
      ['X-GitHub-Event', '{event.type}'],
      ['X-GitHub-Hook-ID', '292430182'],
      ['X-GitHub-Hook-Installation-Target-ID', '79929171'],
      ['X-GitHub-Hook-Installation-Target-Type', 'repository'],
    ],
  },
  // docs.stripe.com/webhooks: up to three days with exponential back-off. Neither the steps nor the time-out are documented: chosen.
  stripe: {
    label: 'Stripe',
    scheme: 'stripe',
    policy: anyFailure(
      [0, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 4 * HOUR_MS, 8 * HOUR_MS, 16 * HOUR_MS, 18 * HOUR_MS, DAY_MS],
      20 * SECOND_MS,
    ),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [
      ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
      ['Accept', '*/*; q=0.5, application/xml'],
      ['Cache-Control', 'no-cache'],
    ],
  },
  // shopify.dev, "Updates to webhook retry mechanism" (2024) and "Troubleshoot webhooks": 5 s, eight retries over four hours with
  // exponential back-off, the subscription removed after eight failures in a row. The steps are not documented: each doubles.
  shopify: {
    label: 'Shopify',
    scheme: 'shopify',
    policy: anyFailure([0, ...[1, 2, 4, 8, 16, 32, 64, 113].map((minutes) => minutes * MINUTE_MS)], 5 * SECOND_MS, {
      disableAfterFailures: 8,
    }),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [
      ['User-Agent', 'Shopify-Captain-Hook'],
      ['X-Shopify-Topic', '{event.type}'],
      ['X-Shopify-Shop-Domain', 'example.myshopify.com'],
      ['X-Shopify-API-Version', '2026-01'],
      ['X-Shopify-Webhook-Id', '{delivery.uuid}'],
      ['X-Shopify-Event-Id', '{event.id}'],
      ['X-Shopify-Triggered-At', '{delivery.time}'],
    ],
  },
  // docs.slack.dev, "The Events API": 3 s, three retries: nearly at once, after one minute, after five.
  slack: {
    label: 'Slack',
    scheme: 'slack',
    policy: anyFailure([0, 0, MINUTE_MS, 5 * MINUTE_MS], 3 * SECOND_MS),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [
      ['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
      ['X-Slack-Retry-Num', '{retry}'],
    ],
  },
  // developer.xero.com, "Webhooks": 200 and nothing else, within 5 s; tried again ever more rarely for 24 hours, then switched off.
  // The steps are not documented: chosen.
  xero: {
    label: 'Xero',
    scheme: 'xero',
    policy: anyFailure(
      [0, MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, 2 * HOUR_MS, 5 * HOUR_MS, 8 * HOUR_MS, 8 * HOUR_MS + 24 * MINUTE_MS],
      5 * SECOND_MS,
      { succeedsOn: [200, 200], disableAfterMs: DAY_MS },
    ),
    concurrency: DEFAULT_CONCURRENCY,
    headers: [],
  },
} as const satisfies Record<string, Profile>

export type ProfileId = keyof typeof ROWS
export const PROFILE_IDS = Object.keys(ROWS) as [ProfileId, ...ProfileId[]]
export const PROFILES: Readonly<Record<ProfileId, Profile>> = ROWS

/** What a url that is no endpoint gets of a profile. */
export function urlPreset(id: ProfileId): Pick<Extract<Target, { kind: 'url' }>, 'scheme' | 'policy' | 'headers' | 'concurrency'> {
  const { scheme, policy, headers, concurrency } = PROFILES[id]
  return { scheme, policy, headers, ...(concurrency !== DEFAULT_CONCURRENCY && { concurrency }) }
}

/** What an endpoint gets of a profile. */
export function profilePreset(id: ProfileId): Omit<Profile, 'label'> {
  const { label: _, ...preset } = PROFILES[id]
  return preset
}
