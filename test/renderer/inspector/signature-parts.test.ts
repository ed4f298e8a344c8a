import { expect, test } from 'vitest'
import { firstDifference, signatureParts } from '../../../src/renderer/features/inspector/signature-parts.ts'

test('a signature is cut into its prefix and groups of eight', () => {
  expect([signatureParts('sha256=abcdef0123456789ff'), signatureParts('abcd'), signatureParts('c2lnbmF0dXJl==')]).toEqual([
    { prefix: 'sha256=', groups: ['abcdef01', '23456789', 'ff'] },
    { prefix: '', groups: ['abcd'] },
    { prefix: '', groups: ['c2lnbmF0', 'dXJl=='] },
  ])
})

test('the first difference counts digits, without a prefix that both have', () => {
  expect([
    firstDifference('sha256=abcd', 'sha256=abzd'),
    firstDifference('abcd', 'sha256=abcd'),
    firstDifference('sha256=abcd', 'sha256=abcdef'),
    firstDifference('sha256=ABCD', 'sha256=abcd'),
    firstDifference('sha256=abcd', 'sha256=abcd'),
  ]).toEqual([2, 0, 4, 0, null])
})
