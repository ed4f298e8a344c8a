import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import type { RestDocument } from './types.ts'

/** What is sent with an operation, by method and path: the guide's words where it has some. */
const BODIES: Readonly<Record<string, JsonObject>> = {
  'post /webhooks': {
    url: 'https://your-app.com/webhooks/crm',
    events: ['lead.created', 'deal.won', 'ticket.closed'],
    isActive: true,
    secret: 'your-webhook-secret-key-min-32-chars',
  },
  'patch /webhooks/{id}': { isActive: false },
  'post /leads': { firstName: 'Test', lastName: 'User', email: 'test@example.com', source: 'Website' },
  'patch /leads/{id}': { status: 'Contacted' },
  'post /contacts': { firstName: 'John', lastName: 'Doe', email: 'john.doe@example.com' },
  'patch /contacts/{id}': { jobTitle: 'Head of Operations' },
  'post /companies': { name: 'Acme Corp', domain: 'acme.example' },
  'patch /companies/{id}': { employees: 250 },
  'post /deals': { name: 'Enterprise Plan - Acme Corp', amount: 50000 },
  'patch /deals/{id}': { stage: 'Negotiation' },
  'post /deals/{id}/lose': { lostReason: 'Price' },
  'post /tickets': { subject: 'Login issue', priority: 'High' },
  'patch /tickets/{id}': { priority: 'Urgent' },
  'post /tickets/{id}/close': { resolution: 'Password reset sent' },
  'post /tickets/{id}/reopen': { reopenReason: 'The problem is back' },
  'post /tickets/{id}/escalate': { escalationReason: 'No answer within the agreed time' },
  'post /tickets/{id}/assign': { assignedTo: 'user_456' },
  'post /activities': { type: 'Call', subject: 'Follow-up call with Acme Corp' },
  'patch /activities/{id}': { status: 'In Progress' },
  'post /activities/{id}/complete': { outcome: 'Interested' },
  'post /workflows': {
    name: 'Welcome new leads',
    trigger: 'lead.created',
    actions: [{ actionType: 'Send Email' }, { actionType: 'Call Webhook', fail: true }],
  },
  'patch /workflows/{id}': { name: 'Greet new leads' },
  'post /events': { eventType: 'deal.won', metadata: { environment: 'test' } },
  'post /inboxes': { path: '/qa', answer: { status: 202 } },
  'patch /inboxes/{id}': { refuseBadSignatures: true },
}

/** The same paths with examples of what is sent. */
export function withExamples(paths: RestDocument['paths']): RestDocument['paths'] {
  return Object.fromEntries(
    Object.entries(paths).map(([path, methods]) => [
      path,
      Object.fromEntries(
        Object.entries(methods).map(([method, operation]) => {
          const example: JsonValue | undefined = BODIES[`${method === 'put' ? 'patch' : method} ${path}`]
          const media = operation.requestBody?.content['application/json']
          if (example === undefined || !media) return [method, operation]
          return [
            method,
            { ...operation, requestBody: { ...operation.requestBody, content: { 'application/json': { ...media, example } } } },
          ]
        }),
      ),
    ]),
  )
}
