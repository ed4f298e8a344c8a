import { HookscopeError } from '../../shared/domain/errors.ts'

/** Which flag, in which words, gives a field of the API. */
const FLAGS: Readonly<Record<string, string>> = {
  'content.type': 'the event type',
  'content.data': '--data',
  'content.envelope': '--data',
  'content.bytes': '--body',
  'content.seed': '--seed',
  'content.tenantId': '--tenant',
  'content.set': '--set',
  targets: '--to',
  'targets.scheme': '--scheme',
  'targets.secret': '--secret',
  'targets.headers': '--header',
  target: '--to',
  count: '--count',
  limit: '--limit',
  filter: '--filter',
  seed: '--seed',
  speed: '--speed',
  name: '--name',
  url: 'the URL',
  path: 'the path',
  events: '--events',
  headers: '--header',
  concurrency: '--concurrency',
  tenantId: '--tenant',
  secret: 'the secret',
  scheme: '--scheme',
  'policy.delaysMs': '--delays',
  'policy.timeoutMs': '--timeout',
  forwardTo: '--forward-to',
  'answer.status': '--status',
  'answer.headers': '--answer-header',
  'answer.body': '--answer-body',
  'answer.delayMs': '--delay',
}

/** The error with its fields named by the flags of the command line; `fields` keep the names of the API. */
export function inFlags(error: HookscopeError): HookscopeError {
  const message = error.fields.reduce((text, { path, message: wrong }) => {
    const flag = flagOf(path)
    if (flag === null) return text
    // Fields follow a colon, and each other after a semicolon; elsewhere the same letters are a word of the sentence.
    return [': ', '; '].reduce((each, before) => each.replace(`${before}${path} ${wrong}`, `${before}${flag} ${wrong}`), text)
  }, error.message)
  return message === error.message ? error : new HookscopeError(error.code, message, error.remedy, { cause: error, fields: error.fields })
}

/** `targets[0].scheme` is --scheme; what lies deeper than a flag is the flag's. */
function flagOf(path: string): string | null {
  const steps = path.replaceAll(/\[\d+\]/g, '').split('.')
  for (let depth = steps.length; depth > 0; depth--) {
    const flag = FLAGS[steps.slice(0, depth).join('.')]
    if (flag !== undefined) return flag
  }
  return null
}
