import type { SampleVariant } from './catalogue/variants.ts'
import { eventTypeProblem } from './catalogue/catalogue.ts'
import type { FieldError } from './errors.ts'
import { MIB } from './units.ts'

/** What somebody composes, to be told apart in a list. */
export interface CompositionHead {
  /** Made by whoever composes it. */
  readonly id: string
  /** Of a template, which stays until it is removed; null: a draft, of which the latest are kept. */
  readonly name: string | null
  readonly type: string
  /** A sample at the edge that it began as; null: a realistic one. */
  readonly variant: SampleVariant | null
  /** ms since 1970 */
  readonly updatedAt: number
}

/** The whole of it. */
export interface Composition extends CompositionHead {
  /** As it was typed, with its placeholders. */
  readonly text: string
  /** Of the sample it began as. */
  readonly seed: number
}

export type CompositionInput = Omit<Composition, 'updatedAt'>

/** Older drafts go. */
export const MAX_DRAFTS = 50
const MAX_TEXT_CHARS = 4 * MIB
const MAX_NAME_CHARS = 100

/** Why it cannot be kept; empty when it can. */
export function compositionProblems({ name, type, text }: Pick<Composition, 'name' | 'type' | 'text'>): FieldError[] {
  const problems: FieldError[] = []
  const nameProblem = name === null ? null : templateNameProblem(name)
  if (nameProblem !== null) problems.push({ path: 'name', message: nameProblem })
  const typeProblem = eventTypeProblem(type)
  if (typeProblem !== null) problems.push({ path: 'type', message: typeProblem })
  if (text.length > MAX_TEXT_CHARS) problems.push({ path: 'text', message: 'is longer than 4 MiB' })
  return problems
}

/** What is wrong with the name of a template; null when nothing is. */
export function templateNameProblem(name: string): string | null {
  if (name.trim() === '') return 'is empty'
  return name.length > MAX_NAME_CHARS ? `has more than ${MAX_NAME_CHARS} characters` : null
}
