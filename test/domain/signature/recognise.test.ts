import { expect, test } from 'vitest'
import { recogniseScheme } from '../../../src/shared/domain/signature/recognise.ts'

test.each([
  ['crm', ['x-webhook-signature: sha256=ab']],
  ['github', ['X-Hub-Signature: sha1=ab', 'X-Hub-Signature-256: sha256=ab', 'X-GitHub-Event: push']],
  ['github-sha1', ['X-Hub-Signature: sha1=ab', 'X-GitHub-Event: push']],
  ['stripe', ['stripe-signature: t=1,v1=ab']],
  ['gitlab', ['X-Gitlab-Event: Push Hook', 'X-Gitlab-Token: hush']],
  ['gitlab-signed', ['X-Gitlab-Event: Push Hook', 'webhook-id: 1', 'webhook-signature: v1,ab']],
  ['standard-webhooks', ['webhook-id: 1', 'webhook-signature: v1,ab']],
  ['standard-webhooks-ed25519', ['webhook-id: 1', 'webhook-signature: v1a,ab']],
  [
    'hubspot',
    ['X-HubSpot-Signature: ab', 'X-HubSpot-Signature-Version: v1', 'X-HubSpot-Signature-v3: ab', 'X-HubSpot-Request-Timestamp: 1'],
  ],
  ['hubspot-v2', ['X-HubSpot-Signature: ab', 'X-HubSpot-Signature-Version: V2']],
  ['hubspot-v1', ['X-HubSpot-Signature: ab', 'X-HubSpot-Signature-Version: v1']],
  ['hubspot-v1', ['X-HubSpot-Signature: ab']],
  ['meta', ['X-Hub-Signature: sha1=ab', 'X-Hub-Signature-256: sha256=ab', 'User-Agent: facebookexternalua']],
  ['intercom', ['User-Agent: intercom-parrot-service-client/1.0', 'X-Hub-Signature: sha1=ab']],
  ['mailgun', ['User-Agent: mailgun/treq-16.12.0']],
  [null, ['User-Agent: facebookexternalua']],
  ['paypal', ['PAYPAL-TRANSMISSION-SIG: ab']],
  [null, ['Authorization: Basic YTpi', 'X-Hub-Signature: sha1=ab']],
  [null, []],
])('headers tell %s', (id, lines) => {
  expect(recogniseScheme(lines.map((line) => line.split(': ', 2) as [string, string]))).toBe(id)
})
