import type { Recipe } from './recipe.ts'

/** What receivers say, the same in every language: comments, and answers as in the guide. */

export const MISSING = 'Missing signature'
export const INVALID = 'Invalid signature'
export const NO_JSON = 'Invalid JSON'

export const RAW_BODY = 'The exact bytes that came: a body that was parsed and written again is not what was signed.'
export const ONE_SIGNATURE = 'True when a signature belongs to exactly these bytes, under one of the secrets.'
export const CONSTANT_TIME = 'Compares in constant time: how long it takes says nothing of what was expected.'
export const IN_CONSTANT_TIME = 'In constant time: how long it takes says nothing.'
export const FRESH = 'An old message that somebody kept and sends again is refused.'
export const ACCEPT = 'Put the event into a queue or a table here, and return: senders wait only seconds, and may send it twice.'

/** The lines at the top. `needs`: how its packages are installed; `run`: how it is started. */
export function headWords(recipe: Recipe, needs: readonly string[], run: string): string[] {
  const { secretVariable, urlVariable, publicUrl } = recipe
  const url = urlVariable === null ? '' : `${urlVariable}=${publicUrl} `
  return [
    `Receives ${recipe.title} and checks their signature.`,
    '',
    ...needs.map((line) => `  ${line}`),
    `  ${url}${secretVariable}=... ${run}`,
  ]
}

/** What the secrets are. */
export function secretWords({ secretVariable, isPublicKey, algorithm }: Recipe): string {
  const old = `${secretVariable}_OLD`
  if (isPublicKey) return `The sender's public key; while it changes, the one before it in ${old}.`
  const what = algorithm.kind === 'plain' ? 'The credentials' : 'The secret'
  return `${what}; while it is changed, the one before it in ${old}.`
}

/** What the address is for. */
export function urlWords(): string {
  return 'The address that the sender posts to, which it signs: behind a proxy or tunnel the public one.'
}
