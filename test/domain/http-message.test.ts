import { expect, test } from 'vitest'
import { capturedUrl } from '../../src/shared/domain/http-message.ts'

test.each([
  ['names its host', '/a?b', [['hOsT', 'shop.example:8080']], 'http://shop.example:8080/a?b'],
  ['names none, as HTTP/1.0 may', '/webhooks/crm', [], 'http://localhost/webhooks/crm'],
  ['names an empty one', '/webhooks/crm', [['Host', '']], 'http://localhost/webhooks/crm'],
  ['says its url whole', 'http://shop.example/a', [['Host', 'other.example']], 'http://shop.example/a'],
] as const)('the url of a request that %s', (_name, target, headers, url) => {
  expect(capturedUrl(target, headers)).toBe(url)
})
