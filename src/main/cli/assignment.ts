import type { JsonValue } from '../../shared/domain/event.ts'
import { badInput } from './failure.ts'

/** One `--set path=value`, its value as it was given. */
export function splitAssignment(text: string): { readonly path: string; readonly text: string } {
  const equals = text.indexOf('=')
  const path = text.slice(0, Math.max(0, equals)).trim()
  if (path === '') throw badInput(`"--set ${text.slice(0, 60)}" names no path and value.`, 'Write it as --set data.email=ada@example.com.')
  return { path, text: text.slice(equals + 1) }
}

/** `data.score=42` → number, `data.name=Ada` → text: the value is JSON if it parses, else the text as it stands. */
export function parseAssignment(text: string): { readonly path: string; readonly value: JsonValue } {
  const { path, text: value } = splitAssignment(text)
  try {
    return { path, value: JSON.parse(value) as JsonValue }
  } catch {
    return { path, value }
  }
}
