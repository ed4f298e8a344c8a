import { HookscopeError } from '../errors.ts'
import type { BodyPath } from '../filter/filter.ts'
import { readBodyPath } from '../filter/tokens.ts'
import type { LeafPath } from './json-leaves.ts'

/** Places in JSON bodies that are masked whatever they hold, written as filters write them behind `body.`; `$` may stand in front. */

export interface RedactionPlace {
  /** As a person wrote it. */
  readonly written: string
  readonly path: BodyPath
}

/** Throws `bad_input`: a place that cannot be read would go out as it is. */
export function requireRedactionPlace(text: string): RedactionPlace {
  const behindRoot = text.replace(/^\$(?=[.[])/, '')
  const path = readBodyPath(/^[.[]/.test(behindRoot) ? behindRoot : `.${behindRoot}`)
  if (path) return { written: text, path }
  throw new HookscopeError(
    'bad_input',
    `The place ${JSON.stringify(text)} in JSON bodies cannot be read.`,
    'Write it as data.email, items[*].name or data["odd name"].',
  )
}

/** The places of a list with commas; one inside quotes belongs to its name. */
export function splitRedactionPaths(text: string): string[] {
  const pieces = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? []
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '')
}

/** Whether a leaf is, or stands below, a place. */
export function isBelow(leaf: LeafPath, { path }: RedactionPlace): boolean {
  return path.length <= leaf.length && path.every((step, index) => step === null || String(leaf[index]) === String(step))
}
