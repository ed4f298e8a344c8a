import { expect, test } from 'vitest'
import { signedText } from '../../../src/renderer/features/inspector/signed-text.ts'

function part(name: string, content: string | Uint8Array, totalBytes?: number) {
  const bytes = Buffer.from(content)
  return { name, bytes: bytes.toString('base64'), totalBytes: totalBytes ?? bytes.length }
}

test('what is signed beside the body is marked, and the recipe names it', () => {
  const { text, marks, recipe, totalBytes } = signedText({
    scheme: 'Stripe',
    parts: [part('ts', '1700'), part('text', '.'), part('body', '{"é":1}')],
  })
  expect({ text, marks, recipe, totalBytes }).toEqual({
    text: '1700.{"é":1}',
    marks: [{ start: 0, end: 4, tone: 'value' }],
    recipe: 'ts . body',
    totalBytes: 13,
  })
})

test('a binary body has no text, a secret no bytes, and a cut body may end within a character', () => {
  const binary = signedText({ scheme: 'CRM', parts: [part('body', Uint8Array.of(0, 255))] })
  const secret = signedText({ scheme: 'HubSpot', parts: [part('secret', ''), part('body', 'a')] })
  const cut = signedText({ scheme: 'CRM', parts: [part('body', Uint8Array.of(0x61, 0xc3), 9)] })
  expect([
    [binary.text, [...binary.bytes]],
    [secret.text, secret.signsSecret, secret.totalBytes],
    [cut.text, cut.totalBytes],
  ]).toEqual([
    [null, [0, 255]],
    ['‹secret›a', true, 1],
    ['a', 9],
  ])
})
