import { expect, test } from 'vitest'
import { interpreters } from '../../support/interpreters.ts'
import { guideCode, replaced } from '../guide.ts'
import { startCsharp, startNode, startPhp, startPython } from './consumer.ts'
import { aspNetVerifier, csharpVerifier } from './csharp.ts'
import { laravelFiles } from './laravel.ts'
import { findOut, TRUSTWORTHY } from './story.ts'
import { javascriptStubs, withApp } from './stubs.ts'
import { nodeVerifier, phpVerifier, pythonVerifier } from './verify-functions.ts'

/** The guide's own consumers, taken from its text and run as servers: they accept what we deliver and nothing else. */

const { python, flask, php, mono } = interpreters()

test('A consumer that believes everything is found out', async () => {
  const consumer = await startNode(`require('node:http').createServer((request, response) => response.end()).listen(0)`)
  const { otherSecret, accepted } = await findOut(consumer)
  expect([otherSecret[0], accepted.length]).toEqual(['lead.created success 200', 12])
})

test('"Quick Start", "Verify Webhook Signature": its Express consumer', async () => {
  const code = guideCode('Quick Start > 3. Verify Webhook Signature', 'javascript')
  const consumer = await startNode(javascriptStubs('processWebhookEvent') + withApp(code, { parsesJson: false }))
  expect(await findOut(consumer)).toEqual(TRUSTWORTHY)
  expect(consumer.output()).toContain('processWebhookEvent [{"eventId":"evt_')
})

test('"Verification Examples", "Node.js"', async () => {
  expect(await findOut(await startNode(nodeVerifier()))).toEqual(TRUSTWORTHY)
})

test.skipIf(python === null)('"Verification Examples", "Python"', async () => {
  expect(await findOut(await startPython(pythonVerifier(), 'python'))).toEqual(TRUSTWORTHY)
})

test.skipIf(php === null)('"Verification Examples", "PHP"', async () => {
  expect(await findOut(await startPhp({ 'router.php': phpVerifier() }))).toEqual(TRUSTWORTHY)
})

test.skipIf(mono === null)('"Verification Examples", "C#"', async () => {
  expect(await findOut(await startCsharp(csharpVerifier()))).toEqual(TRUSTWORTHY)
})

test('"Testing Webhooks", "Mock Webhook Server": it prints each event that it has verified', async () => {
  const code = guideCode('Testing Webhooks > 2. Mock Webhook Server', 'javascript')
  const changes = { "'your-webhook-secret'": 'process.env.WEBHOOK_SECRET', 'app.listen(3000': 'app.listen(0' }
  const consumer = await startNode(replaced(code, changes))
  expect(await findOut(consumer)).toEqual(TRUSTWORTHY)
  const printed = consumer.output()
  expect({
    types: [...new Set(printed.match(/(?<=Event: )\S+/g))].toSorted(),
    data: printed.includes('"email": "zoe@example.com"'),
    refused: printed.includes('❌ Invalid signature'),
  }).toEqual({ types: ['company.created', 'deal.won', 'lead.created', 'ticket.closed'], data: true, refused: true })
})

test('"Implementation Examples", "Node.js / Express": each event comes to its handler', async () => {
  const code = guideCode('Implementation Examples > Node.js / Express', 'javascript')
  const stubs = javascriptStubs('addToEmailList', 'createInvoice', 'sendSatisfactionSurvey')
  const consumer = await startNode(stubs + replaced(code, { 'app.listen(3000': 'app.listen(0' }))
  expect(await findOut(consumer)).toEqual(TRUSTWORTHY)
  expect(consumer.output().split('\n')).toEqual(
    expect.arrayContaining([
      'New lead: Zoë O’Neill',
      'addToEmailList ["zoe@example.com",{"firstName":"Zoë","lastName":"O’Neill","source":"Website"}]',
      'Deal won: Enterprise Plan - Acme Corp - $50000',
      expect.stringMatching(/^createInvoice \[\{"id":"deal_/),
      'Ticket closed: Login issue',
      expect.stringMatching(/^sendSatisfactionSurvey \["contact_\w+","ticket_\w+"\]$/),
      'Unhandled event: company.created',
    ]),
  )
})

test.skipIf(flask === null)('"Implementation Examples", "Python / Flask": each event comes to its handler', async () => {
  const code = guideCode('Implementation Examples > Python / Flask', 'python')
  const task = `class process_event_async:\n    @staticmethod\n    def delay(event):\n        process_event(event)\n\n`
  const consumer = await startPython(task + replaced(code, { 'port=3000': 'port=0' }), 'flask')
  expect(await findOut(consumer)).toEqual(TRUSTWORTHY)
  // Python writes a line and its end apart, so that the server's log may come between them.
  for (const line of [
    'New lead: Zoë O’Neill',
    'Deal won: Enterprise Plan - Acme Corp - $50000',
    'Ticket closed: Login issue',
    'Unhandled event: company.created',
  ])
    await consumer.printed(line)
})

test.skipIf(php === null)('"Implementation Examples", "PHP / Laravel": each event comes to its handler', async () => {
  const consumer = await startPhp(laravelFiles())
  expect(await findOut(consumer)).toEqual(TRUSTWORTHY)
  for (const line of [
    'info: New lead: Zoë O’Neill',
    'info: Deal won: Enterprise Plan - Acme Corp - $50000',
    'info: Ticket closed: Login issue',
    'warning: Unhandled event: company.created',
  ])
    await consumer.printed(line)
})

test.skipIf(mono === null)('"Implementation Examples", "C# / ASP.NET Core": the controller’s verify function', async () => {
  expect(await findOut(await startCsharp(aspNetVerifier()))).toEqual(TRUSTWORTHY)
})
