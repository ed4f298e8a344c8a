import { mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What a second start tells the first. */
export interface SecondStart {
  readonly argv: readonly string[]
  readonly workingDirectory: string
  readonly data: object
}

const OWNER = 'owner'

/** One instance per profile, by files: asking for the lock must be synchronous. */
export class SingleInstance {
  readonly #folder: string
  #isOurs = false

  constructor(profile: string) {
    this.#folder = join(profile, 'single-instance')
    mkdirSync(this.#folder, { recursive: true })
  }

  /** True for the first, which is told of every later one. */
  take(notice: SecondStart, onSecond: (start: SecondStart) => void): boolean {
    if (this.#isOurs) return true
    if (this.#isHeld()) {
      writeFileSync(join(this.#folder, `${process.pid}.json`), JSON.stringify(notice))
      return false
    }
    writeFileSync(join(this.#folder, OWNER), String(process.pid))
    this.#isOurs = true
    process.on('exit', () => rmSync(this.#folder, { recursive: true, force: true }))
    watch(this.#folder, () => this.#readNotices(onSecond)).unref()
    return true
  }

  #isHeld(): boolean {
    try {
      process.kill(Number(readFileSync(join(this.#folder, OWNER), 'utf8')), 0)
      return true
    } catch {
      return false
    }
  }

  #readNotices(onSecond: (start: SecondStart) => void): void {
    for (const name of readdirSync(this.#folder).filter((each) => each.endsWith('.json'))) {
      const file = join(this.#folder, name)
      const text = readFileSync(file, 'utf8')
      // It is being written.
      if (text === '') continue
      rmSync(file)
      onSecond(JSON.parse(text) as SecondStart)
    }
  }
}
