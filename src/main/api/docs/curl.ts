import type { Operation } from '../openapi/types.ts'

/** A command that asks for an operation, as the guide writes them. */
export function curlOf(base: string, path: string, method: string, operation: Operation): string {
  const example = operation.requestBody?.content['application/json']?.example
  const lines = [
    `curl${method === 'get' ? '' : ` -X ${method.toUpperCase()}`} ${base}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => name.toUpperCase())}`,
    '-H "Authorization: Bearer $(hookscope token)"',
  ]
  if (example !== undefined) {
    const body = JSON.stringify(example, null, 2).replaceAll("'", String.raw`'\''`)
    lines.push('-H "Content-Type: application/json"', `-d '${body.replaceAll('\n', '\n  ')}'`)
  }
  return lines.join(' \\\n  ')
}
