import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build, type Rolldown } from 'vite'
import type { TestProject } from 'vitest/node'
import { READER_FILE } from './bundled-reader.ts'

/**
 * Most tests of the engine start its reader thread: from one file it is there in half the time that its hundred modules
 * take. Made anew for each run, from the sources as they are.
 */
export async function setup(project: TestProject): Promise<void> {
  await bundle()
  project.onTestsRerun(bundle)
}

async function bundle(): Promise<void> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      write: false,
      target: 'node24',
      rolldownOptions: {
        input: join(import.meta.dirname, '../../src/main/engine/store/reader-thread.ts'),
        output: { codeSplitting: false },
      },
    },
  })) as Rolldown.RolldownOutput
  mkdirSync(dirname(READER_FILE), { recursive: true })
  // Tests that run beside these may be starting one just now: whole or not at all.
  const draft = `${READER_FILE}.${process.pid}`
  writeFileSync(draft, built.output[0].code)
  renameSync(draft, READER_FILE)
}
