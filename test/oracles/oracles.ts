import hubspot from '@hubspot/api-client'
import { LinearWebhookClient } from '@linear/sdk/webhooks'
import { sign as githubSign, verify as githubVerify } from '@octokit/webhooks-methods'
import { Environment, Paddle } from '@paddle/paddle-node-sdk'
import sendgrid from '@sendgrid/eventwebhook'
import { ApiVersion, shopifyApi } from '@shopify/shopify-api'
import '@shopify/shopify-api/adapters/node'
import { isValidSlackRequest } from '@slack/bolt'
import { verifyKey } from 'discord-interactions'
import { WebhooksHelper } from 'square'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import Stripe from 'stripe'
import { Webhook as SvixWebhook } from 'svix'
import twilio from 'twilio'
import { publicKey } from '../../src/shared/domain/signature/keys.ts'
import { SCHEMES, type SchemeId } from '../../src/shared/domain/signature/scheme.ts'

/** A signed message as a provider's library is given it. Header names are lower-case. */
export interface Given {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
  readonly secret: string
}

/** What a provider's own library says of a message, and how it signs where it can. Its clock is `Date`. */
export interface Oracle {
  readonly scheme: SchemeId
  /** Throwing means no. */
  readonly verify: (given: Given) => unknown
  /** The headers it signs with; lower-case names. */
  readonly sign?: (given: Omit<Given, 'headers'>, at: number) => Record<string, string> | Promise<Record<string, string>>
  /** Its body is a form instead of JSON. */
  readonly isForm?: boolean
}

const stripe = new Stripe('sk_test_none')
const paddle = new Paddle('none', { environment: Environment.sandbox })

function seconds(at: number): number {
  return Math.floor(at / 1000)
}

function formFields(body: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(body))
}

function shopify(secret: string): ReturnType<typeof shopifyApi> {
  return shopifyApi({
    apiKey: 'none',
    apiSecretKey: secret,
    apiVersion: ApiVersion.July25,
    hostName: 'example.org',
    isEmbeddedApp: false,
    logger: { log: () => {} },
  })
}

/** Shopify's library asks for these beside the signature. */
const SHOPIFY_HEADERS = {
  'x-shopify-topic': 'orders/create',
  'x-shopify-shop-domain': 'example.myshopify.com',
  'x-shopify-api-version': '2025-07',
  'x-shopify-webhook-id': '1',
}

function rawPublicKey(scheme: SchemeId, secret: string): Buffer {
  return publicKey(SCHEMES[scheme], secret)?.export({ format: 'der', type: 'spki' }) ?? Buffer.alloc(0)
}

function hubspotGiven({ url, body, secret }: Omit<Given, 'headers'>): { clientSecret: string; requestBody: string; url: string } {
  return { clientSecret: secret, requestBody: body, url }
}

export const ORACLES: readonly Oracle[] = [
  {
    scheme: 'stripe',
    verify: ({ body, headers, secret }) => stripe.webhooks.constructEvent(body, headers['stripe-signature'] ?? '', secret),
    sign: ({ body, secret }, at) => ({
      'stripe-signature': stripe.webhooks.generateTestHeaderString({ payload: body, secret, timestamp: seconds(at) }),
    }),
  },
  {
    scheme: 'standard-webhooks',
    verify: ({ body, headers, secret }) => new StandardWebhook(secret).verify(body, { ...headers }),
    sign: ({ body, secret }, at) => ({
      'webhook-id': 'msg_2',
      'webhook-timestamp': String(seconds(at)),
      'webhook-signature': new StandardWebhook(secret).sign('msg_2', new Date(at), body),
    }),
  },
  {
    scheme: 'svix',
    verify: ({ body, headers, secret }) => new SvixWebhook(secret).verify(body, { ...headers }),
    sign: ({ body, secret }, at) => ({
      'svix-id': 'msg_2',
      'svix-timestamp': String(seconds(at)),
      'svix-signature': new SvixWebhook(secret).sign('msg_2', new Date(at), body),
    }),
  },
  {
    scheme: 'github',
    verify: ({ body, headers, secret }) => githubVerify(secret, body, headers['x-hub-signature-256'] ?? ''),
    sign: async ({ body, secret }) => ({ 'x-hub-signature-256': await githubSign(secret, body) }),
  },
  {
    scheme: 'twilio',
    isForm: true,
    verify: ({ body, headers, secret, url }) => twilio.validateRequest(secret, headers['x-twilio-signature'] ?? '', url, formFields(body)),
    sign: ({ body, secret, url }) => ({ 'x-twilio-signature': twilio.getExpectedTwilioSignature(secret, url, formFields(body)) }),
  },
  {
    scheme: 'twilio',
    verify: ({ body, headers, secret, url }) => twilio.validateRequestWithBody(secret, headers['x-twilio-signature'] ?? '', url, body),
  },
  {
    scheme: 'square',
    verify: ({ body, headers, secret, url }) =>
      WebhooksHelper.verifySignature({
        requestBody: body,
        signatureHeader: headers['x-square-hmacsha256-signature'] ?? '',
        signatureKey: secret,
        notificationUrl: url,
      }),
  },
  {
    scheme: 'paddle',
    verify: async ({ body, headers, secret }) => paddle.webhooks.isSignatureValid(body, secret, headers['paddle-signature'] ?? ''),
  },
  {
    scheme: 'hubspot',
    verify: (given) =>
      hubspot.Signature.isValid({
        ...hubspotGiven(given),
        method: given.method,
        signatureVersion: 'v3',
        signature: given.headers['x-hubspot-signature-v3'] ?? '',
        timestamp: Number(given.headers['x-hubspot-request-timestamp']),
      }),
    sign: (given, at) => ({
      'x-hubspot-request-timestamp': String(at),
      'x-hubspot-signature-v3': hubspot.Signature.getSignature(given.method, 'v3', {
        ...hubspotGiven(given),
        signature: '',
        timestamp: at,
      }),
    }),
  },
  ...(['v1', 'v2'] as const).map((version): Oracle => ({
    scheme: `hubspot-${version}`,
    verify: (given) =>
      hubspot.Signature.isValid({
        ...hubspotGiven(given),
        method: given.method,
        signatureVersion: version,
        signature: given.headers['x-hubspot-signature'] ?? '',
      }),
    sign: (given) => ({
      'x-hubspot-signature': hubspot.Signature.getSignature(given.method, version, { ...hubspotGiven(given), signature: '' }),
    }),
  })),
  {
    scheme: 'sendgrid',
    verify: ({ body, headers, secret }) => {
      const events = new sendgrid.EventWebhook()
      const key = events.convertPublicKeyToECDSA(rawPublicKey('sendgrid', secret).toString('base64'))
      return events.verifySignature(
        key,
        body,
        headers['x-twilio-email-event-webhook-signature'] ?? '',
        headers['x-twilio-email-event-webhook-timestamp'] ?? '',
      )
    },
  },
  {
    scheme: 'linear',
    verify: ({ body, headers, secret }) => new LinearWebhookClient(secret).verify(Buffer.from(body), headers['linear-signature'] ?? ''),
  },
  {
    scheme: 'discord',
    verify: ({ body, headers, secret }) =>
      verifyKey(
        body,
        headers['x-signature-ed25519'] ?? '',
        headers['x-signature-timestamp'] ?? '',
        rawPublicKey('discord', secret).subarray(-32).toString('hex'),
      ),
  },
  {
    scheme: 'slack',
    verify: ({ body, headers, secret }) =>
      isValidSlackRequest({
        signingSecret: secret,
        body,
        headers: {
          'x-slack-signature': headers['x-slack-signature'] ?? '',
          'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
        },
      }),
  },
  {
    scheme: 'shopify',
    verify: async ({ body, headers, secret }) => {
      const rawRequest = { method: 'POST', url: '/', headers: { ...SHOPIFY_HEADERS, ...headers } }
      return (await shopify(secret).webhooks.validate({ rawBody: body, rawRequest })).valid
    },
  },
]
