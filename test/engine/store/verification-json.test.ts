import { expect, test } from 'vitest'
import { verificationFromJson, verificationToJson } from '../../../src/main/engine/store/verification-json.ts'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../../src/shared/domain/signature/sign.ts'
import { UNSIGNED, unchecked, verify } from '../../../src/shared/domain/signature/verify.ts'
import type { Verification } from '../../../src/shared/domain/verdict.ts'

const BODY = Buffer.from('{"a":1}')
const GOOD = sign(SCHEMES.crm, 'secret', BODY)

test('a plain valid or unsigned capture stores nothing beside its verdict', () => {
  expect([verificationToJson(verify(SCHEMES.crm, ['secret'], GOOD, BODY)), verificationToJson(UNSIGNED)]).toEqual([null, null])
})

test.each<[string, RawHeaders, Verification]>([
  ['valid', GOOD, verify(SCHEMES.crm, ['secret'], GOOD, BODY)],
  ['valid under an older secret', GOOD, verify(SCHEMES.crm, ['new', 'secret'], GOOD, BODY)],
  ['invalid', GOOD, verify(SCHEMES.crm, ['other'], GOOD, BODY)],
  ['missing', [], verify(SCHEMES.crm, ['secret'], [], BODY)],
  ['missing because it is empty', [['x-webhook-signature', '']], verify(SCHEMES.crm, ['secret'], [['x-webhook-signature', '']], BODY)],
  ['unchecked', GOOD, unchecked(SCHEMES.crm, GOOD[0]?.[1] ?? null, 'No secret.')],
  ['unsigned', GOOD, UNSIGNED],
])('a verification comes back as it was: %s', (_name, headers, verification) => {
  expect(verificationFromJson(verification.verdict, verificationToJson(verification), headers)).toEqual(verification)
})
