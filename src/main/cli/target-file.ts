import { randomUUID } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { type FileHandle, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { badInput } from './failure.ts'
import type { Terminal } from './terminal.ts'

/** Where a command writes what may be long. */
export interface TargetFile {
  write(text: string): Promise<void>
  finish(): Promise<void>
  abandon(): Promise<void>
}

/** A file that appears whole or not at all; `-` is stdout. Pipes and devices are written as it comes, and stay what they are. */
export async function openTarget(terminal: Terminal, path: string): Promise<TargetFile> {
  if (path === '-') return stdoutTarget(terminal)
  const there = await stat(path).catch(() => null)
  if (there?.isDirectory()) throw badInput(`${path} is a folder.`, 'Name a file with --out FILE.')
  const lost = (error: unknown): never => {
    throw new HookscopeError('output_failed', `${path} could not be written.`, 'Make room where it goes, or choose another file.', {
      cause: error,
    })
  }
  if (there && !there.isFile()) {
    const file = await opened(path, path, 'a')
    return { write: (text) => file.writeFile(text).catch(lost), finish: () => file.close().catch(lost), abandon: () => file.close() }
  }
  // Behind a link lies what it means: that is replaced, not the link.
  const whole = there ? await realpath(path) : path
  // Its own, so that two who write the same file leave one whole.
  const draft = `${whole}.${randomUUID().slice(0, 8)}.part`
  const file = await opened(path, draft, 'w')
  return {
    write: (text) => file.writeFile(text).catch(lost),
    finish: async () => {
      await file.close().catch(lost)
      await rename(draft, whole).catch(lost)
    },
    abandon: async () => {
      await file.close().catch(() => {})
      await rm(draft, { force: true })
    },
  }
}

function stdoutTarget({ stdout, signal }: Terminal): TargetFile {
  return {
    write: async (text) => {
      // A pipe that is read slowly must not fill the memory.
      if (stdout.write(text) === false && stdout instanceof EventEmitter) await once(stdout, 'drain', { signal })
    },
    finish: async () => {},
    abandon: async () => {},
  }
}

async function opened(asked: string, path: string, flags: 'a' | 'w'): Promise<FileHandle> {
  return open(path, flags, 0o600).catch((error: unknown) => {
    throw badInput(`${asked} cannot be written.`, 'Choose another file with --out FILE.', error)
  })
}
