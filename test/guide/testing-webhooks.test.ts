import { expect, test } from 'vitest'
import { openPlatform } from '../api/platform.ts'
import { TOKEN } from '../api/running-control.ts'
import { runCurl } from './curl.ts'
import { guideCode } from './guide.ts'

/** The guide's section "Testing Webhooks"; its mock webhook server runs in `consumers/`. */

test('"Local Testing with ngrok": the address that ngrok gives can be registered', async () => {
  const { call } = await openPlatform()
  const url = 'https://abc123.ngrok.io/webhooks/crm'
  expect(await call('POST', '/api/webhooks', { url, events: ['*'] })).toMatchObject({ status: 201, body: { url, isActive: true } })
})

test('"Test Event Trigger": the command, verbatim but for host and token, creates a lead and triggers lead.created', async () => {
  const { call, control } = await openPlatform()
  const webhook = await call('POST', '/api/webhooks', { url: 'https://your-app.com/webhooks/crm', events: ['lead.created'] })
  const command = guideCode('Testing Webhooks > 3. Test Event Trigger', 'bash')

  const { status, body } = await runCurl(command, { 'https://api.yourdomain.com': control.url, '<token>': TOKEN })

  const lead = JSON.parse(body) as { id: string }
  const { items } = (await call('GET', `/api/webhooks/${webhook.body.id}/deliveries`)).body
  expect([status, lead, (await call('GET', `/api/leads/${lead.id}`)).body, items]).toMatchObject([
    '201',
    {
      id: expect.stringMatching(/^lead_[0-9a-z]{26}$/),
      firstName: 'Test',
      lastName: 'User',
      email: 'test@example.com',
      source: 'Website',
      status: 'New',
    },
    lead,
    [{ eventType: 'lead.created', status: 'pending' }],
  ])
})
