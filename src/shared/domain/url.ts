/** Why a text cannot be a target URL, as one sentence that fits after a field's name; null when it can. */
export function targetUrlProblem(text: string): string | null {
  if (!URL.canParse(text)) return 'is not an absolute URL such as http://localhost:3000/webhooks/crm'
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return `starts with ${url.protocol}//, but only http:// and https:// can be sent to`
  if (url.username !== '' || url.password !== '') return 'holds a user name or password; set an Authorization header instead'
  return null
}

/** The raw path without query and fragment: what inboxes match. */
export function pathOf(rawTarget: string): string {
  const end = rawTarget.search(/[?#]/)
  return end < 0 ? rawTarget : rawTarget.slice(0, end)
}
