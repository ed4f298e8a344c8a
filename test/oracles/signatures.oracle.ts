import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { RawHeaders } from '../../src/shared/domain/http-message.ts'
import { SCHEMES } from '../../src/shared/domain/signature/scheme.ts'
import { sign, withQuery } from '../../src/shared/domain/signature/sign.ts'
import { verify } from '../../src/shared/domain/signature/verify.ts'
import { FAKE_START } from '../support/fake-clock.ts'
import { secretFor } from '../support/signing-secrets.ts'
import { ORACLES, type Given, type Oracle } from './oracles.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: FAKE_START }))
afterEach(() => void vi.useRealTimers())

const MINUTE_MS = 60_000
const FORM = 'To=%2B14155551212&From=%2B14158675310&Body=Gr%C3%BC%C3%9Fe+aus+Wien&Empty='

function bodyAt(oracle: Oracle, at: number): string {
  return oracle.isForm ? FORM : JSON.stringify({ id: 'evt_1', text: 'Größe', webhookTimestamp: at })
}

function headersOf(oracle: Oracle, headers: Readonly<Record<string, string>>): RawHeaders {
  const type = oracle.isForm ? 'application/x-www-form-urlencoded' : 'application/json'
  return [['Content-Type', type], ...Object.entries(headers)]
}

/** A message that our sender signed at that time. */
function signedBy(oracle: Oracle, at = FAKE_START): Given {
  const scheme = SCHEMES[oracle.scheme]
  const secret = secretFor(oracle.scheme)
  const request = { method: 'POST', url: 'https://example.org/hooks?a=1', headers: headersOf(oracle, {}) }
  const body = bodyAt(oracle, at)
  const signed = sign(scheme, [secret], { ...request, body: Buffer.from(body) }, { at, id: 'msg_1' })
  const headers = Object.fromEntries(signed.headers.map(([name, value]) => [name.toLowerCase(), value]))
  return { method: 'POST', url: withQuery(request.url, signed.query), headers, body, secret }
}

function withSignature(oracle: Oracle, given: Given, change: (value: string) => string): Given {
  const name = (SCHEMES[oracle.scheme].header ?? '').toLowerCase()
  return { ...given, headers: { ...given.headers, [name]: change(given.headers[name] ?? '') } }
}

async function theirs(oracle: Oracle, given: Given): Promise<boolean> {
  try {
    return (await oracle.verify(given)) !== false
  } catch {
    return false
  }
}

function ours(oracle: Oracle, { method, url, headers, body, secret }: Given): boolean {
  const arrived = { method, url, headers: headersOf(oracle, headers), at: Date.now() }
  return verify(SCHEMES[oracle.scheme], [secret], arrived, Buffer.from(body)).verdict === 'valid'
}

const CASES: Readonly<Record<string, (oracle: Oracle) => Given>> = {
  untouched: (oracle) => signedBy(oracle),
  'four minutes old': (oracle) => signedBy(oracle, FAKE_START - 4 * MINUTE_MS),
  'six minutes old': (oracle) => signedBy(oracle, FAKE_START - 6 * MINUTE_MS),
  'six minutes ahead': (oracle) => signedBy(oracle, FAKE_START + 6 * MINUTE_MS),
  'another body': (oracle) => ({ ...signedBy(oracle), body: bodyAt(oracle, FAKE_START).replace('1', '2') }),
  'cut short': (oracle) => withSignature(oracle, signedBy(oracle), (value) => value.slice(0, -4)),
  'not a signature': (oracle) => withSignature(oracle, signedBy(oracle), () => 'nonsense'),
  'an empty signature': (oracle) => withSignature(oracle, signedBy(oracle), () => ''),
}

function nameOf({ scheme, isForm }: Oracle): string {
  return isForm ? `${scheme}, of a form` : scheme
}

test.each(ORACLES.map((oracle) => [nameOf(oracle), oracle] as const))(
  '%s: its library and Hookscope say the same of every message',
  async (_, oracle) => {
    const verdicts: [string, boolean, boolean][] = []
    for (const [name, make] of Object.entries(CASES)) {
      const given = make(oracle)
      verdicts.push([name, ours(oracle, given), await theirs(oracle, given)])
    }
    expect(verdicts[0]).toEqual(['untouched', true, true])
    expect(verdicts.map(([name, mine]) => [name, mine])).toEqual(verdicts.map(([name, , other]) => [name, other]))
  },
)

const SIGNERS = ORACLES.flatMap((oracle) => (oracle.sign ? [[nameOf(oracle), oracle, oracle.sign] as const] : []))

test.each(SIGNERS)('%s: what its library signs is valid here', async (_, oracle, signTheirs) => {
  const { headers: _headers, ...message } = signedBy(oracle)
  expect(ours(oracle, { ...message, headers: await signTheirs(message, FAKE_START) })).toBe(true)
})
