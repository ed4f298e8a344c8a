import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import type { RestDocument } from '../openapi/types.ts'
import { SCRIPT, STYLE } from './assets.ts'
import { docsPage } from './page.ts'

/** Nothing but the page's own style and script, told apart by their digests; it asks nobody. */
const POLICY = [
  "default-src 'none'",
  `style-src '${digestOf(STYLE)}'`,
  `script-src '${digestOf(SCRIPT)}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Answers with the API as a page. */
export function sendDocs(response: ServerResponse, document: RestDocument, origin: string): void {
  const page = docsPage(document, origin)
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
    'content-security-policy': POLICY,
    'cache-control': 'no-cache',
  })
  response.end(page)
}

function digestOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
