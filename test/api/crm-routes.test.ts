import { expect, test } from 'vitest'
import { CRM_KINDS, kindInfo } from '../../src/shared/domain/crm/kinds.ts'
import { openPlatform } from './platform.ts'

const LEAST = {
  lead: { firstName: 'A', lastName: 'B', email: 'a@example.com' },
  contact: { firstName: 'A', lastName: 'B' },
  company: { name: 'A' },
  deal: { name: 'A', amount: 1 },
  ticket: { subject: 'A' },
  activity: { subject: 'A' },
  workflow: { name: 'A', actions: [{ actionType: 'Send Email' }] },
} as const

/** What comes with an action that asks for something. */
const WITH: Readonly<Record<string, object>> = { assign: { assignedTo: 'user_456' } }

test.each(CRM_KINDS)('a %s is created, listed, read, changed by PATCH and PUT, acted on and deleted', async (kind) => {
  const { call } = await openPlatform()
  const { plural, actions } = kindInfo(kind)
  const created = await call('POST', `/api/${plural}`, LEAST[kind])
  const path = `/api/${plural}/${created.body.id}`

  const patched = await call('PATCH', path, { note: 'kept' })
  const put = await call('PUT', path, { ...patched.body, id: 'another', note: 'changed' })
  const states = []
  for (const action of actions.filter((each) => each !== 'reopen'))
    states.push((await call('POST', `${path}/${action}`, WITH[action])).status)

  expect({
    created: created.status,
    listed: (await call('GET', `/api/${plural}`)).body.items.length,
    patched: [patched.status, patched.body.note],
    put: [put.status, put.body.note, put.body.id === created.body.id],
    states,
    unknownAction: (await call('POST', `${path}/dance`)).status,
    wrongMethod: (await call('POST', path, {})).headers.get('allow'),
    deleted: (await call('DELETE', path)).status,
    again: (await call('DELETE', path)).status,
    gone: (await call('GET', path)).status,
  }).toEqual({
    created: 201,
    listed: 1,
    patched: [200, 'kept'],
    put: [200, 'changed', true],
    states: states.map(() => 200),
    unknownAction: 404,
    wrongMethod: 'GET, HEAD, PATCH, PUT, DELETE',
    deleted: 204,
    again: 404,
    gone: 404,
  })
})

test('what is wrong is said by field, what is so already by 409', async () => {
  const { call } = await openPlatform()
  const ticket = await call('POST', '/api/tickets', LEAST.ticket)
  const close = () => call('POST', `/api/tickets/${ticket.body.id}/close`)
  await close()

  const missing = await call('POST', '/api/leads', { firstName: 'A', email: 7 })
  const dangling = await call('PATCH', `/api/tickets/${ticket.body.id}`, { contactId: 'contact_none' })
  const again = await close()
  const other = await call('GET', `/api/leads/${ticket.body.id}`)

  expect([missing, dangling, again, other].map(({ status, body: { code, errors } }) => ({ status, code, errors }))).toEqual([
    {
      status: 422,
      code: 'bad_input',
      errors: [
        { path: 'lastName', message: 'is missing' },
        { path: 'email', message: 'is not a text' },
      ],
    },
    { status: 422, code: 'bad_input', errors: [{ path: 'contactId', message: 'names no contact that there is' }] },
    { status: 409, code: 'conflict', errors: [] },
    { status: 404, code: 'not_found', errors: [] },
  ])
})

test('lists go page by page, and a tenant has its own', async () => {
  const { call } = await openPlatform()
  const create = async (tenant: string) =>
    (await call('POST', '/api/companies', LEAST.company, { 'x-tenant-id': tenant })).body.id as string
  const [first, second, third] = [await create('tenant_1'), await create('tenant_2'), await create('tenant_1')]
  const ids = (body: { items: { id: string }[] }) => body.items.map(({ id }) => id)

  const page = (await call('GET', '/api/companies?limit=2')).body
  const rest = (await call('GET', `/api/companies?limit=2&cursor=${page.nextCursor}`)).body
  const own = (await call('GET', '/api/companies', undefined, { 'x-tenant-id': 'tenant_1' })).body
  const foreign = await call('GET', `/api/companies/${first}`, undefined, { 'x-tenant-id': 'tenant_2' })
  const wrong = await Promise.all(['limit=501', 'limit=0', 'cursor=x'].map((query) => call('GET', `/api/companies?${query}`)))

  expect([ids(page), ids(rest), rest.nextCursor, ids(own), foreign.status, wrong.map(({ body }) => body.errors[0].path)]).toEqual([
    [third, second],
    [first],
    null,
    [third, first],
    404,
    ['limit', 'limit', 'cursor'],
  ])
})
