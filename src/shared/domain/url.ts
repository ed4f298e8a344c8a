const LAST_PORT = 65_535

/** Why a text cannot be a target URL, as one sentence that fits after a field's name; null when it can. */
export function targetUrlProblem(text: string): string | null {
  if (!/^https?:\/\//i.test(text)) return 'does not begin with http:// or https://'
  const port = /^https?:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(text)?.[1]
  if (port !== undefined && (Number(port) === 0 || Number(port) > LAST_PORT))
    return `names the port ${port}; ports go from 1 to ${LAST_PORT}`
  if (!URL.canParse(text)) return 'is not a URL such as http://localhost:3000/webhooks/crm'
  const url = new URL(text)
  if (url.username !== '' || url.password !== '') return 'holds a user name or password; set an Authorization header instead'
  return null
}
