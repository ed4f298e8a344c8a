import { readFileSync, renameSync, writeFileSync } from 'node:fs'

/** A small file of the program's own, not of a workspace: what cannot be read counts as not there. */
export function readJsonFile(file: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : {}
  } catch {
    return {}
  }
}

/** Writes it whole, by rename; false when it cannot be written: the program goes on, and has forgotten it at its next start. */
export function writeJsonFile(file: string, value: object): boolean {
  const draft = `${file}.draft`
  try {
    writeFileSync(draft, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 })
    renameSync(draft, file)
    return true
  } catch {
    return false
  }
}
