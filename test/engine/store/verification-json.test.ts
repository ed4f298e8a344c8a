import { expect, test } from 'vitest'
import { verificationFromJson, verificationToJson } from '../../../src/main/engine/store/verification-json.ts'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { SCHEMES } from '../../../src/shared/domain/signature/scheme.ts'
import { UNSIGNED, unchecked, verify } from '../../../src/shared/domain/signature/verify.ts'
import type { Verification } from '../../../src/shared/domain/verdict.ts'
import { arrivedWith, crmHeaders } from '../../support/signatures.ts'

const BODY = Buffer.from('{"a":1}')
const GOOD = crmHeaders('secret', BODY)

test('a plain valid or unsigned capture stores nothing beside its verdict', () => {
  expect([verificationToJson(verify(SCHEMES.crm, ['secret'], arrivedWith(GOOD), BODY)), verificationToJson(UNSIGNED)]).toEqual([null, null])
})

test.each<[string, RawHeaders, Verification]>([
  ['valid', GOOD, verify(SCHEMES.crm, ['secret'], arrivedWith(GOOD), BODY)],
  ['valid under an older secret', GOOD, verify(SCHEMES.crm, ['new', 'secret'], arrivedWith(GOOD), BODY)],
  ['invalid', GOOD, verify(SCHEMES.crm, ['other'], arrivedWith(GOOD), BODY)],
  ['missing', [], verify(SCHEMES.crm, ['secret'], arrivedWith([]), BODY)],
  [
    'missing because it is empty',
    [['x-webhook-signature', '']],
    verify(SCHEMES.crm, ['secret'], arrivedWith([['x-webhook-signature', '']]), BODY),
  ],
  ['unchecked', GOOD, unchecked(SCHEMES.crm, GOOD, 'No secret.')],
  ['unsigned', GOOD, UNSIGNED],
])('a verification comes back as it was: %s', (_name, headers, verification) => {
  expect(verificationFromJson(verification.verdict, verificationToJson(verification), headers)).toEqual(verification)
})
