import type { SendPreview } from '../../shared/domain/sending.ts'
import { fromBase64 } from './base64.ts'

/** What belongs to the connection, and what curl writes from the URL and the body. */
const CURLS_OWN = new Set(['host', 'content-length', 'connection'])

/** A POSIX shell command that sends the previewed request, byte for byte. The body must be UTF-8 text. */
export function curlCommand({ method, url, headers, body }: SendPreview): string {
  const text = new TextDecoder().decode(fromBase64(body))
  const sent = headers.filter(([name]) => !CURLS_OWN.has(name.toLowerCase()))
  return [
    `curl -X ${method} ${quote(url)}`,
    ...sent.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`),
    `--data-binary ${quote(text)}`,
  ].join(' \\\n  ')
}

function quote(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`
}
