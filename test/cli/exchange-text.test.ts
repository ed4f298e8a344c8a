import { expect, test } from 'vitest'
import { formatExchange } from '../../src/main/cli/exchange-text.ts'
import type { ExchangeDetail } from '../../src/shared/domain/exchange.ts'
import { SUMMARY } from '../api/running-control.ts'

/** What `show` prints of a capture. */
function shown(facts: Partial<ExchangeDetail>): string[] {
  const exchange: ExchangeDetail = {
    ...SUMMARY,
    url: 'http://localhost/webhooks/crm',
    request: {
      startLine: 'POST /webhooks/crm HTTP/1.1',
      headers: [['Transfer-Encoding', 'chunked']],
      trailers: [['X-Checksum', 'abc']],
      bodyBytes: 5,
      bodyComplete: true,
    },
    response: null,
    answer: 'sent',
    verification: null,
    signedAs: null,
    recognised: null,
    timings: null,
    notes: [],
    remoteAddress: null,
    ...facts,
  }
  const body = { bytes: Buffer.from('hello'), isCut: false, encoding: null, problem: null }
  const text = formatExchange(exchange, { request: body, response: null }, (_, plain) => plain, { drift: [], explained: null })
  return text.split('\n')
}

test('trailers stand behind the body, as they came', () => {
  expect(shown({}).slice(3)).toEqual([
    'POST /webhooks/crm HTTP/1.1',
    'Transfer-Encoding: chunked',
    '',
    'hello',
    '',
    'trailers',
    'X-Checksum: abc',
  ])
})

test('the url is said where the request does not say it: what a HAR has sent over https', () => {
  const urlOf = (url: string): (string | undefined)[] => shown({ url }).filter((line) => line.startsWith('url'))
  expect([urlOf('https://api.example/webhooks/crm'), urlOf('http://localhost/webhooks/crm')]).toEqual([
    ['url https://api.example/webhooks/crm'],
    [],
  ])
})
