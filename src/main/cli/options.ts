import { InvalidArgumentError } from 'commander'
import { readFileSync } from 'node:fs'
import { SAMPLE_VARIANT_NAMES, type SampleVariant } from '../../shared/domain/catalogue/variants.ts'
import type { RawHeaders } from '../../shared/domain/http-message.ts'
import { headerProblem } from '../../shared/domain/http-message.ts'
import { nearest } from '../../shared/domain/nearest.ts'
import { PROFILE_IDS, type ProfileId } from '../../shared/domain/profiles/profiles.ts'
import { MAX_SPEED, type Speed } from '../../shared/domain/retry-policy.ts'
import { customScheme } from '../../shared/contract/scheme.ts'
import { SCHEME_IDS, type SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../shared/domain/snippets/snippet.ts'
import { parseDuration } from '../../shared/domain/units.ts'
import { badInput } from './failure.ts'

/** Parsers of flag values; each throws what was expected, commander adds the flag and the value. */

/** A whole number within bounds. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^-?\d+$/.test(text) || value < min || value > max) {
      throw new InvalidArgumentError(`Give a whole number from ${min.toLocaleString('en')} to ${max.toLocaleString('en')}.`)
    }
    return value
  }
}

/** A TCP port; 0 picks a free one. */
export const port = (text: string): number => {
  if (!/^\d+$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError('Give a port from 1 to 65535, or 0 for any free one.')
  return Number(text)
}

/** `250ms`, `10s`, `5m` in ms. */
export function duration(text: string): number {
  const ms = text === '0' ? 0 : parseDuration(text)
  if (ms === null) throw new InvalidArgumentError('Give a duration such as 250ms, 10s or 5m.')
  return ms
}

/** `0,1m,5m` in ms. */
export function durations(text: string): number[] {
  return text.split(',').map((part) => duration(part.trim()))
}

/** `60` or `max`. */
export function speed(text: string): Speed {
  if (text === 'max') return 'max'
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value <= MAX_SPEED)) {
    throw new InvalidArgumentError(`Give a number above 0 (60 is sixty times faster, at most ${MAX_SPEED.toLocaleString('en')}), or max.`)
  }
  return value
}

/** A signature scheme, or not signed. Not null: commander takes a null that a parser returns for a missing value. */
export type SchemeFlag = SchemeChoice | 'none'

/** A signature scheme or `none`. */
export function schemeOrNone(text: string): SchemeFlag {
  return text === 'none' ? 'none' : scheme(text)
}

/** The scheme as the API has it: null is not signed. */
export function chosenScheme(choice: SchemeFlag): SchemeChoice | null {
  return choice === 'none' ? null : choice
}

/** A signature scheme: a provider's id, or `@FILE` with one of one's own. */
export function scheme(text: string): SchemeChoice {
  if (text.startsWith('@')) return schemeOfFile(text.slice(1))
  const found = SCHEME_IDS.find((id) => id === text)
  if (found === undefined) throw new InvalidArgumentError(`Give one of: ${SCHEME_IDS.join(', ')}; or @FILE with a scheme of your own.`)
  return found
}

/** A profile of a sender. */
export function profile(text: string): ProfileId {
  const found = PROFILE_IDS.find((id) => id === text)
  if (found === undefined) throw new InvalidArgumentError(`Give one of: ${PROFILE_IDS.join(', ')}.`)
  return found
}

/** A variant of a sample. */
export function sampleVariant(text: string): SampleVariant {
  const found = SAMPLE_VARIANT_NAMES.find((name) => name === text)
  if (found === undefined) throw new InvalidArgumentError(`Give one of: ${SAMPLE_VARIANT_NAMES.join(', ')}.`)
  return found
}

/** A language that receivers are written in. */
export function snippetLanguage(text: string): SnippetLanguage {
  const found = SNIPPET_LANGUAGES.find((language) => language === text)
  if (found !== undefined) return found
  const meant = nearestLanguage(text)
  throw new InvalidArgumentError(`${meant === null ? '' : `Did you mean ${meant}? `}Give one of: ${SNIPPET_LANGUAGES.join(', ')}.`)
}

/** Also by a part of the name: people say `laravel` and `express`. */
function nearestLanguage(text: string): string | null {
  const wanted = text.toLowerCase()
  return SNIPPET_LANGUAGES.find((language) => wanted !== '' && language.split('-').includes(wanted)) ?? nearest(wanted, SNIPPET_LANGUAGES)
}

function schemeOfFile(path: string): SchemeChoice {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    // Its message quotes the text, and a file given by mistake may hold a secret.
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'
    throw new InvalidArgumentError(`The file ${path} ${why}.`)
  }
  const { data, error } = customScheme.safeParse(json)
  if (data) return data
  const [issue] = error.issues
  throw new InvalidArgumentError(`The file ${path} holds no scheme: ${issue?.path.join('.') || 'it'} ${issue?.message ?? 'is wrong'}.`)
}

/** A flag that may stand several times. */
export function collect(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}

/** `Name: value` lines as raw headers; blanks around the value are not part of it. */
export function parseHeaders(lines: readonly string[]): RawHeaders {
  return lines.map((line) => {
    const colon = line.indexOf(':')
    if (colon < 1) throw badInput(`The header "${line.slice(0, 40)}" has no name and colon.`, `Write it as --header 'Name: value'.`)
    const name = line.slice(0, colon).trim()
    const value = Buffer.from(line.slice(colon + 1).trim(), 'utf8').toString('latin1')
    const wrong = headerProblem(name, value)
    if (wrong !== null) throw badInput(`A header cannot be sent: ${wrong}.`, `Write it as --header 'Name: value'.`)
    return [name, value] as const
  })
}

/** One of a few words. */
export function oneOf<Word extends string>(words: readonly Word[]): (text: string) => Word {
  return (text) => {
    const found = words.find((word) => word === text)
    if (found === undefined) throw new InvalidArgumentError(`Give one of: ${words.join(', ')}.`)
    return found
  }
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) throw new InvalidArgumentError('Give a number above 0.')
  return value
}
