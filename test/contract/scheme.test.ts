import { expect, test } from 'vitest'
import { customScheme, schemeChoice } from '../../src/shared/contract/scheme.ts'
import { SCHEME_IDS, SCHEMES } from '../../src/shared/domain/signature/scheme.ts'

test('of a scheme of one’s own only what differs needs saying', () => {
  expect(customScheme.parse({ header: 'X-Acme' })).toEqual({
    ...SCHEMES.crm,
    id: 'custom',
    label: 'Custom HMAC',
    header: 'X-Acme',
    prefix: '',
  })
})

test('every provider’s row could have been written by hand', () => {
  const copies = SCHEME_IDS.filter((id) => SCHEMES[id].algorithm.kind !== 'none').map((id) => ({ ...SCHEMES[id], id: `my-${id}` }))
  expect(copies.map((copy) => schemeChoice.safeParse(copy).success)).toEqual(copies.map(() => true))
})

test.each([
  ['header', { header: 'X Acme' }],
  ['header', { header: null }],
  ['header', { header: 'X-Acme', several: { by: 'number' } }],
  ['content', { header: 'X-Acme', content: '{body}{body}' }],
  ['content', { header: 'X-Acme', content: 'a constant' }],
  ['content', { header: 'X-Acme', content: '{Timestamp}.{body}' }],
  ['content', { header: 'X-Acme', content: '{ts}{body}' }],
  ['content', { header: 'X-Acme', content: '{id}{body}' }],
  ['time.at', { header: 'X-Acme', time: { at: { item: 't=' } } }],
  ['several.separator', { header: 'X-Acme', several: { by: 'separator', separator: '' } }],
  ['algorithm', { header: 'X-Acme', algorithm: { kind: 'none', why: 'no' } }],
  ['unescaped', { header: 'X-Acme', unescaped: ['(.*)+'] }],
  ['bodyHashParameter', { header: 'X-Acme', bodyHashParameter: '(a' }],
  ['id', { id: 'stripe', header: 'X-Acme' }],
  ['', { header: 'X-Acme', tolerance: 5 }],
])('a wrong %s is refused: %j', (path, scheme) => {
  expect(customScheme.safeParse(scheme).error?.issues.map((issue) => issue.path.join('.'))).toEqual([path])
})
