import type { JsonValue } from '../../shared/domain/event.ts'
import { badInput } from './failure.ts'

/** One `--set path=value`: the path starts at the envelope's root. */
export interface Assignment {
  readonly path: string
  readonly value: JsonValue
}

/** `data.score=42` → number, `data.name=Ada` → text: the value is JSON if it parses, else the text as it stands. */
export function parseAssignment(text: string): Assignment {
  const equals = text.indexOf('=')
  const path = text.slice(0, Math.max(0, equals)).trim()
  if (path === '') throw badInput(`"--set ${text.slice(0, 60)}" names no path and value.`, 'Write it as --set data.email=ada@example.com.')
  const value = text.slice(equals + 1)
  try {
    return { path, value: JSON.parse(value) as JsonValue }
  } catch {
    return { path, value }
  }
}
