import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { MIB } from '../../src/shared/domain/units.ts'
import { casesOf, type Case } from './cases.ts'
import { RUNTIMES, type Address, type Runnable } from './runtimes.ts'
import { environment, TRIED } from './schemes.ts'

/** Answers by scheme and case. */
type Answers = Readonly<Record<string, Readonly<Record<string, string>>>>

const LARGE: Case = {
  name: 'large',
  answer: '413',
  target: '/webhooks/crm',
  headers: [['Content-Type', 'application/json']],
  body: Buffer.alloc(5 * MIB + 1),
}

/** Starts the receivers of a language and sends them every case: what they answered, and what they had to. */
export async function tryReceivers(language: Runnable): Promise<{ readonly got: Answers; readonly wanted: Answers }> {
  const folder = mkdtempSync(join(tmpdir(), 'hookscope-receivers-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const addressOf = await RUNTIMES[language].start(folder, { ...process.env, ...environment() })
  const got: Record<string, Record<string, string>> = {}
  const wanted: typeof got = {}
  for (const scheme of TRIED) {
    const cases = casesOf(scheme, Date.now())
    const answers = await Promise.all(cases.map((each) => post(addressOf(scheme), each)))
    wanted[scheme.id] = Object.fromEntries(cases.map(({ name, answer }) => [name, answer]))
    got[scheme.id] = Object.fromEntries(cases.map(({ name }, index) => [name, answers[index] ?? '']))
  }
  const refused = await post(addressOf(SCHEMES.crm), LARGE).catch(cutOff)
  return { got: { ...got, all: { large: refused.slice(0, LARGE.answer.length) } }, wanted: { ...wanted, all: { large: LARGE.answer } } }
}

/** Who refuses a large body before it has come may close the connection under it. */
function cutOff(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EPIPE' || code === 'ECONNRESET') return LARGE.answer
  throw error
}

/** Status and body of the answer; JSON without its spaces, its keys sorted. */
function post({ host, port }: Address, { target, headers, body }: Case): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = [...headers, ['Content-Length', String(body.length)], ['Host', `${host}:${port}`], ['Connection', 'close']].flat()
    const sent = request({ host, port, path: target, method: 'POST', headers: lines, agent: false }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece))
      response.on('end', () => resolve(`${response.statusCode} ${compact(text)}`.trim()))
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** Some languages sort the keys. */
function compact(text: string): string {
  try {
    const entries = Object.entries(JSON.parse(text) as object)
    return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))))
  } catch {
    return text.slice(0, 300)
  }
}
