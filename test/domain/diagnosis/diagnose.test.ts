import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { diagnoseNow } from '../../../src/shared/domain/diagnosis/diagnose.ts'
import type { Diagnosis } from '../../../src/shared/domain/diagnosis/diagnosis.ts'
import { SCHEME_IDS, schemeOf } from '../../../src/shared/domain/signature/scheme.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'
import { MIB } from '../../../src/shared/domain/units.ts'
import { BROKEN_CASES, NOW, type BrokenCase } from './broken-cases.ts'

function diagnosed(broken: BrokenCase, monotonic: () => number = () => 0): Diagnosis | null {
  const scheme = schemeOf(broken.scheme)
  const { method, url, headers, body, secret, others } = broken
  const arrived = { method, url, headers, at: NOW }
  const patient = { scheme, arrived, body, secrets: [{ name: 'inbox /webhooks/crm', secret }], otherSecrets: others }
  return diagnoseNow(patient, verify(scheme, [secret], arrived, body), monotonic)
}

const codesOf = (diagnosis: Diagnosis | null): string =>
  diagnosis?.causes.map(({ code }) => code).join(' + ') || (diagnosis?.code ?? 'none')

test('each broken request is explained by its code', async () => {
  const rows = BROKEN_CASES.map((each) => ({ ...each, diagnosis: diagnosed(each) }))
  expect(rows.map(({ name, diagnosis }) => `${name}: ${codesOf(diagnosis)}`)).toEqual(
    BROKEN_CASES.map(({ name, codes }) => `${name}: ${codes}`),
  )
  const table = rows.map(({ name, diagnosis }) => `${name}\n  ${codesOf(diagnosis)}\n  ${diagnosis?.sentence}\n  ${diagnosis?.mend}\n`)
  await expect(table.join('\n')).toMatchFileSnapshot('../../golden/diagnosis.txt')
})

const [first] = BROKEN_CASES
if (!first) throw new Error('There are no cases.')

test('500 random signatures are unexplained', () => {
  const bodies = ['{"id":"evt_1","name":"Café","amount":1.50}\r\n', 'a=1&b=%20', 'text', ''].map((text) => Buffer.from(text))
  const codes = Array.from({ length: 500 }, (_, index) => {
    const digest = createHash('sha256').update(`random ${index}`).digest('hex')
    const others = index % 10 === 0 ? [{ name: 'endpoint other', secret: 'another-secret' }] : []
    const body = bodies[index % bodies.length] ?? Buffer.alloc(0)
    return codesOf(diagnosed({ ...first, body, others, headers: [['X-Webhook-Signature', `sha256=${digest}`]] }))
  })
  expect(new Set(codes)).toEqual(new Set(['unexplained']))
})

test('a large body is diagnosed within 64 MiB hashed, and what was not tried is said', () => {
  const body = Buffer.alloc(25 * MIB, '{"a":1}\n')
  const diagnosis = diagnosed({ ...first, body, headers: [['X-Webhook-Signature', `sha256=${'0'.repeat(64)}`]] })
  expect({ code: diagnosis?.code, isWithin: (diagnosis?.hashedBytes ?? 0) <= 64 * MIB }).toEqual({ code: 'unexplained', isWithin: true })
  expect(new Set(diagnosis?.notTried.map(({ why }) => why))).toEqual(
    new Set(['64 MiB were hashed before it was done.', 'Bodies over 1 MiB are not written again.']),
  )
})

test('a diagnosis ends when its second is over', () => {
  let now = 0
  const diagnosis = diagnosed({ ...first, headers: [['X-Webhook-Signature', `sha256=${'0'.repeat(64)}`]] }, () => (now += 100))
  expect(new Set(diagnosis?.notTried.map(({ why }) => why))).toEqual(new Set(['1 s was over before it was done.']))
})

test('nothing to compare with rules nothing out', () => {
  const diagnosis = diagnosed({ ...first, headers: [['Content-Type', 'application/json']] })
  expect([diagnosis?.code, diagnosis?.ruledOut, diagnosis?.trials]).toEqual(['missing', [], 0])
})

test('whatever stands in the headers and the body, there is an answer and no exception', () => {
  const value = fc.oneof(fc.string(), fc.base64String(), fc.stringMatching(/^(t=\d{10},)?(v1|sha256)=[0-9a-f]{0,64}$/))
  fc.assert(
    fc.property(
      fc.constantFrom(...SCHEME_IDS),
      value,
      value,
      fc.oneof(fc.uint8Array(), fc.json()),
      fc.string(),
      (id, a, b, body, secret) => {
        const scheme = schemeOf(id)
        const headers = [scheme.header ?? 'X-Any', scheme.time && 'header' in scheme.time.at ? scheme.time.at.header : 'X-Other']
        const each = {
          ...first,
          scheme: id,
          secret,
          url: a,
          body: Buffer.from(body),
          headers: headers.map((name, index) => [name, index === 0 ? a : b] as const),
        }
        expect(typeof (diagnosed(each)?.sentence ?? '')).toBe('string')
      },
    ),
    { numRuns: 200 },
  )
})
