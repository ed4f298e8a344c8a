import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { MIB } from '../../shared/domain/units.ts'
import { sendProblem } from './problem-document.ts'

/** By the extension of a file's name. */
export const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.ttf': 'font/ttf',
  '.woff2': 'font/woff2',
}

/** Of the page, whoever serves it. Inline styles are Monaco's; 'self' covers the WebSocket to the same origin. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "worker-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The build names what it puts under `assets/` after its content. */
const CACHE_FOREVER = 'public, max-age=31536000, immutable'

/** Answers with a file of the built page. `pathname` is as it came in the URL. */
export async function sendPageFile(directory: string, pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const problem = {
      status: 405,
      code: 'method_not_allowed',
      message: 'The page is read with GET or HEAD.',
      remedy: 'The API is under /api.',
    }
    return sendProblem(response, problem, { allow: 'GET, HEAD' })
  }
  const path = filePath(directory, pathname)
  const size = path === null ? null : await fileSize(path)
  if (path === null || size === null) {
    const problem = { status: 404, code: 'not_found', message: 'There is no such page.', remedy: 'Hookscope is at /, its API under /api.' }
    return sendProblem(response, problem)
  }
  response.writeHead(200, {
    'content-type': MEDIA_TYPES[extname(path)] ?? 'application/octet-stream',
    'content-length': size,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'cache-control': pathname.startsWith('/assets/') ? CACHE_FOREVER : 'no-cache',
  })
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(path, { highWaterMark: MIB }), response)
}

/** Where a URL path leads inside the directory; null when it leads nowhere or out of it. */
export function filePath(directory: string, pathname: string): string | null {
  try {
    const path = join(directory, decodeURIComponent(pathname === '/' ? '/index.html' : pathname))
    return path.startsWith(directory + sep) && !path.includes('\0') ? path : null
  } catch {
    // A % that stands for nothing.
    return null
  }
}

async function fileSize(path: string): Promise<number | null> {
  try {
    const found = await stat(path)
    return found.isFile() ? found.size : null
  } catch {
    return null
  }
}
