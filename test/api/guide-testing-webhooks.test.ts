import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { openPlatform } from './platform.ts'
import { TOKEN } from './running-control.ts'

/** The guide's section "Testing Webhooks". */

test('"Test Event Trigger": the guide\'s curl command, verbatim but for host and token, creates a lead and triggers lead.created', async () => {
  const { call, control } = await openPlatform()
  const webhook = await call('POST', '/api/webhooks', { url: 'https://your-app.com/webhooks/crm', events: ['lead.created'] })
  const command = `curl -X POST https://api.yourdomain.com/api/leads \\
  -H "Authorization: Bearer <token>" \\
  -H "Content-Type: application/json" \\
  -d '{
    "firstName": "Test",
    "lastName": "User",
    "email": "test@example.com",
    "source": "Website"
  }'`
    .replace('https://api.yourdomain.com', control.url)
    .replace('<token>', TOKEN)

  const { stdout } = await promisify(execFile)('sh', ['-c', `${command} -s -w '\\n%{http_code}'`])

  const [body = '', status] = stdout.split('\n')
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
