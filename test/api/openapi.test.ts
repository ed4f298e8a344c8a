import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, test } from 'vitest'
import { describeRest } from '../../src/main/api/openapi/document.ts'
import { EVENT_TYPES } from '../../src/shared/domain/catalogue/catalogue.ts'
import { fakeEngine, runningControl } from './running-control.ts'

test('the description is OpenAPI 3.1 in the eyes of an independent validator', async () => {
  const document = await describeRest({ version: '1.2.3', serverUrl: 'http://127.0.0.1:5881/api' })

  const validator = new Validator()
  const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)

  expect({ valid, errors, version: validator.version, openapi: document.openapi, servers: document.servers }).toEqual({
    valid: true,
    errors: undefined,
    version: '3.1',
    openapi: '3.1.1',
    servers: [{ url: 'http://127.0.0.1:5881/api' }],
  })
})

test("event types of the workspace stand beside the guide's, with their schema and example", async () => {
  const schema = { type: 'object', required: ['total'], examples: [{ total: 3 }] }
  const own = { description: 'An invoice was paid', createdAt: 0, updatedAt: 0 }
  const document = await describeRest({
    version: '1.2.3',
    ownTypes: [
      { ...own, name: 'invoice.paid', schema, scope: 'data' },
      { ...own, name: 'push', schema, scope: 'body' },
    ],
  })

  const { valid } = await new Validator().validate(JSON.parse(JSON.stringify(document)) as Record<string, unknown>)
  const content = (type: string): unknown => document.webhooks[type]?.post.requestBody?.content['application/json']

  expect({ valid, types: Object.keys(document.webhooks).slice(EVENT_TYPES.length) }).toEqual({
    valid: true,
    types: ['invoice.paid', 'push'],
  })
  expect(content('invoice.paid')).toMatchObject({ example: { eventType: 'invoice.paid', data: { total: 3 } } })
  expect(content('push')).toEqual({ schema })
})

test('it holds every route with what it answers, and every event type with an example', async () => {
  const { paths, webhooks, components } = await describeRest({ version: '1.2.3' })

  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { responses }]) => `${method} ${path}: ${Object.keys(responses).join(', ')}`),
  )
  const examples = Object.values(webhooks).map(({ post }) => post.requestBody?.content['application/json']?.example)
  await expect(`${operations.join('\n')}\n`).toMatchFileSnapshot('../golden/rest-routes.txt')
  expect([Object.keys(webhooks), examples.map((example) => (example as { eventType: string }).eventType)]).toEqual([
    EVENT_TYPES,
    EVENT_TYPES,
  ])
  expect(paths['/leads']?.['post']?.requestBody?.content['application/json']).toEqual({
    schema: { $ref: '#/components/schemas/NewLead' },
    example: { firstName: 'Test', lastName: 'User', email: 'test@example.com', source: 'Website' },
  })
  expect(components.schemas['NewLead']?.['required']).toEqual(['firstName', 'lastName', 'email'])
})

test('it is told also to those without a token, and so is a page of it that runs nothing but itself', async () => {
  const control = await runningControl(fakeEngine())

  const json = await fetch(`${control.url}/api/openapi.json`)
  const page = await fetch(`${control.url}/api/docs`)
  const text = await page.text()

  expect({
    json: [json.status, ((await json.json()) as { info: object }).info],
    page: [page.status, page.headers.get('content-type'), page.headers.get('content-security-policy')],
    empty: text.match(/<span>0<\/span>/g),
    curl: text.includes(`curl -X POST ${control.url}/api/leads`),
    foreign: text.match(/(?:src|href)="(?!#|\/api\/openapi\.json)[^"]*"/g),
  }).toMatchObject({
    json: [200, { title: 'Hookscope', version: '1.2.3' }],
    page: [
      200,
      'text/html; charset=utf-8',
      expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; base-uri 'none'/),
    ],
    empty: null,
    curl: true,
    foreign: null,
  })
})
