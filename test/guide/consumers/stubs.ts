/**
 * Names that the guide's code uses and nowhere defines, its readers' own functions. A stub prints its name and what it was
 * given, and does nothing else.
 */
export const UNDEFINED_NAMES = {
  /** `app` of the snippets: Express, with its JSON parser where the snippet sets none. */
  app: ['Quick Start', 'Best Practices', 'Troubleshooting'],
  processWebhookEvent: ['Quick Start'],
  addToEmailList: ['Implementation Examples > Node.js / Express'],
  createInvoice: ['Implementation Examples > Node.js / Express'],
  sendSatisfactionSurvey: ['Implementation Examples > Node.js / Express'],
  /** A Celery task; its `delay` runs the guide's `process_event`. */
  process_event_async: ['Implementation Examples > Python / Flask'],
  /** Laravel itself, as far as the guide uses it: `laravel.ts`. */
  Route: ['Implementation Examples > PHP / Laravel'],
  /** The controller names the job without importing it. */
  'App\\Http\\Controllers\\ProcessWebhookEvent': ['Implementation Examples > PHP / Laravel'],
  processEventAsync: ['Best Practices > 1. Respond Quickly', 'Best Practices > 3. Error Handling', 'Troubleshooting > High Failure Rate'],
  longProcessingTask: ['Best Practices > 1. Respond Quickly'],
  handleEvent: ['Best Practices'],
} as const

type StubName = keyof typeof UNDEFINED_NAMES

/** JavaScript that defines these as functions that print. */
export function javascriptStubs(...names: readonly StubName[]): string {
  return names.map((name) => `async function ${name}(...given) { console.log('${name}', JSON.stringify(given)) }\n`).join('')
}

/** What the guide's snippets take for granted: `app`. */
export function withApp(snippet: string, { parsesJson }: { readonly parsesJson: boolean }): string {
  const parser = parsesJson ? 'app.use(express.json())\n' : ''
  return `const express = require('express')\nconst app = express()\n${parser}${snippet}\napp.listen(0)\n`
}
