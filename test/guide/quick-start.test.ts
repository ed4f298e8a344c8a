import { expect, test } from 'vitest'
import { openPlatform } from '../api/platform.ts'
import { TOKEN } from '../api/running-control.ts'
import { runCurl } from './curl.ts'
import { guideCode } from './guide.ts'

/** The guide's section "Quick Start"; its consumers run in `consumers/`. */

const SECTION = 'Quick Start > 2. Register Webhook'

test('"Register Webhook": the command, verbatim but for host and token, is answered as the guide says', async () => {
  const { call, control } = await openPlatform()
  const response = JSON.parse(guideCode(SECTION, 'json')) as object

  const { status, body } = await runCurl(guideCode(SECTION, 'bash'), { 'https://api.yourdomain.com': control.url, '<token>': TOKEN })

  const created = JSON.parse(body) as { id: string }
  expect({ status, created, keys: Object.keys(created) }).toEqual({
    status: '201',
    created: {
      ...response,
      id: expect.stringMatching(/^webhook_[0-9a-z]{26}$/),
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    },
    keys: Object.keys(response),
  })
  expect((await call('GET', `/api/webhooks/${created.id}`)).status).toBe(200)
})

test('"Register Webhook": without the token, or with another, nothing is registered', async () => {
  const { call, control } = await openPlatform()
  const command = guideCode(SECTION, 'bash')
  const host = { 'https://api.yourdomain.com': control.url }

  const answers = [
    await runCurl(command, host),
    await runCurl(command, { ...host, '<token>': `${TOKEN}x` }),
    await runCurl(command, { ...host, '  -H "Authorization: Bearer <token>" \\\n': '' }),
  ]

  expect([answers.map(({ status }) => status), (await call('GET', '/api/webhooks')).body.items]).toEqual([['401', '401', '401'], []])
})

test('"Register Webhook": a secret has at least 32 characters', async () => {
  const { call } = await openPlatform()
  const { secret, ...webhook } = JSON.parse(/-d '(.*)'/s.exec(guideCode(SECTION, 'bash'))?.[1] ?? '') as { secret: string }

  const tooShort = await call('POST', '/api/webhooks', { ...webhook, secret: secret.slice(0, 31) })
  const enough = await call('POST', '/api/webhooks', { ...webhook, secret: secret.slice(0, 32) })

  expect([tooShort.status, tooShort.body.errors[0].path, enough.status]).toEqual([422, 'secret', 201])
})
