import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { createInterface } from 'node:readline'
import { MIB } from '../../shared/domain/units.ts'

const MAX_BYTES = MIB

/** The desktop's log: one file and the one before it. Gets no secrets, since the engine logs none. */
export interface LogFile {
  readonly file: string
  write(line: string): void
  /** Takes over what a process says. */
  follow(stream: NodeJS.ReadableStream | null): void
}

export function openLogFile(file: string, now: () => Date): LogFile {
  function write(line: string): void {
    const stamped = `${now().toISOString()} ${line}\n`
    try {
      mkdirSync(dirname(file), { recursive: true })
      if (sizeOf(file) > MAX_BYTES) renameSync(file, `${file}.1`)
      appendFileSync(file, stamped, { mode: 0o600 })
    } catch {
      // A full disk must not end the window as well.
      process.stderr.write(stamped)
    }
  }
  return {
    file,
    write,
    follow: (stream) => {
      if (stream) createInterface({ input: stream }).on('line', write)
    },
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
