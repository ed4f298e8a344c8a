import { gzipSync } from 'node:zlib'
import { MIB } from '../../src/shared/domain/units.ts'

/** A request as a provider puts it on the wire. */
export interface ProviderPayload {
  readonly name: string
  readonly method: string
  readonly path: string
  /** In wire order and case, without Host, the length and `X-Case`. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  readonly isChunked: boolean
}

const BOUNDARY = 'xYzZY'
const BINARY = Buffer.from(Array.from({ length: 4_096 }, (_, index) => (index * 7919) % 256))

/** How providers call: their paths and headers, in their order and spelling. */
const PROVIDERS: readonly Omit<ProviderPayload, 'body' | 'isChunked'>[] = [
  {
    name: 'github',
    method: 'POST',
    path: '/webhooks/github',
    headers: [
      ['User-Agent', 'GitHub-Hookshot/044aadd'],
      ['Accept', '*/*'],
      ['X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
      ['X-GitHub-Event', 'issues'],
      ['X-Hub-Signature', 'sha1=7d38cdd689735b008b3c702edd92eea23791c5f6'],
      ['X-Hub-Signature-256', 'sha256=d57c68ca6f92289e6987922ff26938930f6e66a2d161ef06abdf1859230aa23c'],
    ],
  },
  {
    name: 'stripe',
    method: 'POST',
    path: '/webhooks/stripe?account=acct_1',
    headers: [
      ['Cache-Control', 'no-cache'],
      ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
      ['Accept', '*/*; q=0.5, application/xml'],
      ['Stripe-Signature', 't=1492774577,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd,v0=6ffbb59b'],
    ],
  },
  {
    name: 'shopify',
    method: 'POST',
    path: '/webhooks/shopify',
    headers: [
      ['Accept-Encoding', 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3'],
      ['X-Shopify-Topic', 'orders/create'],
      ['X-Shopify-Hmac-Sha256', 'XWmrwMey6OsLMeiZKwP4FppHH3cmAiiJJAweH5Jo4bM='],
      ['X-Shopify-Shop-Domain', 'acme.myshopify.com'],
    ],
  },
  {
    name: 'slack',
    method: 'POST',
    path: '/slack/events',
    headers: [
      ['User-Agent', 'Slackbot 1.0 (+https://api.slack.com/robots)'],
      ['Accept-Encoding', 'gzip,deflate'],
      ['X-Slack-Signature', 'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503'],
      ['X-Slack-Request-Timestamp', '1531420618'],
    ],
  },
  {
    name: 'twilio',
    method: 'POST',
    path: '/sms?From=%2B15005550006&q=a+b',
    headers: [
      ['I-Twilio-Idempotency-Token', 'a1b2'],
      ['X-Twilio-Signature', '0/KCTR6DLpKmkAf8muzZqo1nDgQ='],
      ['X-Home-Region', 'us1'],
    ],
  },
  {
    name: 'gitlab',
    method: 'POST',
    path: '/gitlab',
    headers: [
      ['X-Gitlab-Event', 'Push Hook'],
      ['X-Gitlab-Token', 'caf\xe9'],
      ['X-Empty', ''],
    ],
  },
  {
    name: 'sendgrid',
    method: 'POST',
    path: '/inbound/parse',
    headers: [
      ['X-Twilio-Email-Event-Webhook-Timestamp', '1600112502'],
      ['Received', 'from a.example'],
      ['Received', 'from b.example'],
    ],
  },
  {
    name: 'salesforce',
    method: 'POST',
    path: '/outbound',
    headers: [
      ['SOAPAction', '""'],
      ['User-Agent', 'SFDC-Callout/58.0'],
    ],
  },
  {
    name: 'sns',
    method: 'POST',
    path: '/sns/',
    headers: [
      ['x-amz-sns-message-type', 'Notification'],
      ['x-amz-sns-rawdelivery', 'true'],
    ],
  },
  {
    name: 'svix',
    method: 'POST',
    path: '/svix',
    headers: [
      ['svix-id', 'msg_p5jXN8AQM9LWM0D4loKWxJek'],
      ['svix-timestamp', '1614265330'],
      ['Svix-ID', 'again'],
    ],
  },
  { name: 'graph', method: 'POST', path: '/graph?validationToken=a%20b%2Bc', headers: [['ClientState', '  spaced\tvalue'.trim()]] },
  {
    name: 'etsy',
    method: 'PUT',
    path: "/any/%7Bpath%7D;v=1/'x'",
    headers: [
      ['X_UNDERSCORE', '1'],
      ['x-lower', '2'],
      ['X-LOWER', '3'],
    ],
  },
  {
    name: 'status',
    method: 'DELETE',
    path: '/status/*',
    headers: [
      ['Authorization', 'Basic dXNlcjpwdw=='],
      ['Cookie', 'a=1; b=2'],
    ],
  },
]

/** What is in their bodies, with the headers that say so; `index` makes each one another. */
const BODIES: readonly ((index: number) => { readonly headers: ProviderPayload['headers']; readonly body: Buffer })[] = [
  (index) => ({
    headers: [['Content-Type', 'application/json']],
    body: Buffer.from(`{"id":${index},"name":"Zoë \\u00fc 🎣","amount":1.50}`),
  }),
  (index) => ({
    headers: [['content-type', 'application/json; charset=utf-8']],
    body: Buffer.from(`{\r\n  "id" : ${index},\n\t"a":[ ]}\n`),
  }),
  (index) => ({
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body: Buffer.from(`Body=a+b%20c&n=${index}&empty=&x=%C3%A9`),
  }),
  (index) => ({
    headers: [['Content-Type', 'text/xml; charset=utf-8']],
    body: Buffer.from(`<?xml version="1.0"?><a n="${index}"><b/>é</a>`),
  }),
  (index) => ({
    headers: [['Content-Type', `multipart/form-data; boundary=${BOUNDARY}`]],
    body: Buffer.concat([
      Buffer.from(`--${BOUNDARY}\r\nContent-Disposition: form-data; name="f${index}"; filename="a.bin"\r\n\r\n`),
      BINARY,
      Buffer.from(`\r\n--${BOUNDARY}--\r\n`),
    ]),
  }),
  (index) => ({
    headers: [
      ['Content-Type', 'application/json'],
      ['Content-Encoding', 'gzip'],
    ],
    body: gzipSync(JSON.stringify({ index, text: 'a'.repeat(5_000) })),
  }),
  () => ({ headers: [], body: Buffer.alloc(0) }),
  (index) => ({ headers: [['Content-Type', 'application/octet-stream']], body: BINARY.subarray(index % 200) }),
  // Neither UTF-8 nor what it says.
  (index) => ({ headers: [['Content-Type', 'application/json']], body: Buffer.from([0x7b, 0xff, 0xfe, 0x00, index & 0xff, 0x0d, 0x0a]) }),
]

const LARGE: ProviderPayload['body'] = Buffer.from(`{"rows":"${'0123456789abcdé'.repeat(MIB / 16)}"}`.padEnd(MIB, ' ')).subarray(0, MIB)

/** Hundreds: each provider with each kind of body, by length and in chunks; and a MiB from some. */
export function providerPayloads(): ProviderPayload[] {
  const small = PROVIDERS.flatMap((provider, at) =>
    BODIES.flatMap((make, kind) =>
      [false, true].map((isChunked) => {
        const { headers, body } = make(at * BODIES.length + kind)
        return { ...provider, headers: [...provider.headers, ...headers], body, isChunked }
      }),
    ),
  )
  const large = PROVIDERS.slice(0, 3).map((provider, at) => ({ ...provider, body: LARGE, isChunked: at % 2 === 1 }))
  return [...small, ...large]
}
