import { EventEmitter, once } from 'node:events'
import { open, rename, rm } from 'node:fs/promises'
import { badInput } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** Where a command writes what may be long. */
export interface TargetFile {
  write(text: string): Promise<void>
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** A file that appears whole or not at all; `-` is stdout. */
export async function openTarget(terminal: Terminal, path: string): Promise<TargetFile> {
  if (path === '-') {
    const { stdout, signal } = terminal
    const write = async (text: string): Promise<void> => {
      // A pipe that is read slowly must not fill the memory.
      if (stdout.write(text) === false && stdout instanceof EventEmitter) await once(stdout, 'drain', { signal })
    }
    return { write, finish: async () => {}, abandon: async () => {} }
  }
  const draft = `${path}.part`
  const file = await open(draft, 'w', 0o600).catch((error: unknown) => {
    throw badInput(`${path} cannot be written.`, 'Choose another file with --out FILE.', error)
  })
  return {
    write: async (text) => {
      await file.write(text)
    },
    finish: async () => {
      await file.close()
      await rename(draft, path)
    },
    abandon: async () => {
      await file.close()
      await rm(draft, { force: true })
    },
  }
}
