import fc from 'fast-check'
import { expect, test } from 'vitest'
import { replaceEmails } from '../../../src/shared/domain/transfer/email-addresses.ts'

/** All that counts as an address, as one pattern: short, and slow on a long word. */
const EMAIL = /[A-Za-z0-9._%+-]{1,64}@(?!(?:[a-z0-9-]+\.)?example\b)[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}/g

function bracketed(email: string): string {
  return `<${email}>`
}

test.each([
  'ada@acme.com',
  'to a.d+a@b.co.uk, then bob@acme.com.',
  'ada@acme',
  '@acme.com',
  'ada@x.example ada@mail.x.example ada@x.exampled.com',
  'a@b.c@d.e@f.g',
  'a@@b.c',
  `${'x'.repeat(70)}@acme.com`,
  `ada@${'x'.repeat(70)}.com`,
])('addresses in %s are found as the pattern finds them', (text) => {
  expect(replaceEmails(text, bracketed)).toBe(text.replace(EMAIL, bracketed))
})

test('addresses are found as the pattern finds them, in any text', () => {
  const letters = fc.constantFrom('a', 'Z', '7', '.', '-', '+', '%', '_', '@', '@', ' ', 'é', 'example', '.example', 'x'.repeat(33))
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 40 }), (parts) => {
      const text = parts.join('')
      expect(replaceEmails(text, bracketed)).toBe(text.replace(EMAIL, bracketed))
    }),
    { numRuns: 5_000 },
  )
})

test('a long word costs a small part of what the pattern takes', () => {
  const text = 'a'.repeat(500_000)
  const took = (work: () => unknown): number => {
    const started = performance.now()
    work()
    return performance.now() - started
  }
  const pattern = took(() => text.replace(EMAIL, bracketed))
  expect(took(() => replaceEmails(text, bracketed))).toBeLessThan(pattern / 4)
})
