import { expect, test } from 'vitest'
import { SCHEME_IDS, SCHEMES, type SchemeId } from '../../../src/shared/domain/signature/scheme.ts'
import { defaultPlace, placeOfEndpoint, placeOfInbox } from '../../../src/shared/domain/snippets/place.ts'
import { SNIPPET_LANGUAGES, snippetOf, type SnippetLanguage } from '../../../src/shared/domain/snippets/snippet.ts'

const SAMPLES: readonly (readonly [SnippetLanguage, SchemeId])[] = [
  ...SNIPPET_LANGUAGES.map((language) => [language, 'stripe'] as const),
  ['node-express', 'crm'],
  ['python-flask', 'discord'],
  ['php-laravel', 'hubspot'],
  ['csharp-aspnet', 'standard-webhooks-ed25519'],
  ['go', 'twilio'],
  ['ruby-sinatra', 'mailgun'],
]

test.each(SAMPLES)('a receiver in %s for %s is as it was read and approved', async (language, scheme) => {
  const snippet = snippetOf(language, scheme, defaultPlace(scheme))
  await expect(snippet.kind === 'code' ? snippet.code : snippet.why).toMatchFileSnapshot(`../../golden/snippets/${language}-${scheme}.txt`)
})

test('every scheme that can be checked has a receiver in every language; of the others is said why not', () => {
  const without = SCHEME_IDS.filter((id) => SNIPPET_LANGUAGES.some((language) => snippetOf(language, id, defaultPlace(id)).kind === 'none'))
  expect(without.map((id) => snippetOf('go', id, defaultPlace(id)))).toEqual([
    { kind: 'none', why: expect.stringContaining('what PayPal sends') as string },
    { kind: 'none', why: expect.stringContaining('what Salesforce Outbound Message sends') as string },
  ])
})

test('no line of a receiver is left with spaces at its end', () => {
  const codes = SNIPPET_LANGUAGES.flatMap((language) => SCHEME_IDS.map((id) => snippetOf(language, id, defaultPlace(id))))
  expect(codes.flatMap((each) => (each.kind === 'code' ? (each.code.match(/.*[ \t]\n/g) ?? []) : []))).toEqual([])
})

test('a receiver stands where its inbox forwards to or its endpoint sends to', () => {
  const inbox = { path: '/hooks/in', forwardTo: null, publicUrl: 'https://a.example/in' }
  expect([
    placeOfInbox(inbox, 'stripe'),
    placeOfInbox({ ...inbox, forwardTo: 'http://localhost:4100/stripe?x=1', publicUrl: null }, 'stripe'),
    placeOfEndpoint({ url: 'https://b.example/in', resolvedUrl: 'https://b.example/in' }, 'crm'),
    placeOfEndpoint({ url: 'inbox:inbox_1', resolvedUrl: 'http://127.0.0.1:5880/webhooks/crm' }, 'crm'),
    // What a router would read as a pattern.
    placeOfEndpoint({ url: 'http://127.0.0.1:3000/:id/{x}', resolvedUrl: 'http://127.0.0.1:3000/:id/{x}' }, 'crm'),
  ]).toEqual([
    { path: '/hooks/in', port: 3000, publicUrl: 'https://a.example/in' },
    { path: '/stripe', port: 4100, publicUrl: null },
    { path: '/in', port: 3000, publicUrl: 'https://b.example/in' },
    { path: '/webhooks/crm', port: 3000, publicUrl: null },
    { path: '/webhooks/crm', port: 3000, publicUrl: 'http://127.0.0.1:3000/:id/%7Bx%7D' },
  ])
})

test('what a scheme of somebody else’s is called cannot end a comment', () => {
  const scheme = { ...SCHEMES.crm, id: 'acme', label: 'Acme ?> */ """ \n system("rm")' }
  const first = SNIPPET_LANGUAGES.map((language) => {
    const snippet = snippetOf(language, scheme, defaultPlace(scheme))
    return snippet.kind === 'code' ? snippet.code.split('\n').find((line) => line.includes('Acme')) : null
  })
  expect(new Set(first)).toEqual(
    new Set([
      '// Receives webhooks of Acme / system( rm ) and checks their signature.',
      '# Receives webhooks of Acme / system( rm ) and checks their signature.',
    ]),
  )
})
