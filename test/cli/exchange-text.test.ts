import { expect, test } from 'vitest'
import { formatExchange } from '../../src/main/cli/exchange-text.ts'
import type { ExchangeDetail } from '../../src/shared/domain/exchange.ts'
import { SUMMARY } from '../api/running-control.ts'

test('trailers stand behind the body, as they came', () => {
  const exchange: ExchangeDetail = {
    ...SUMMARY,
    url: 'http://127.0.0.1:5880/webhooks/crm',
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
  }
  const body = { bytes: Buffer.from('hello'), isCut: false, encoding: null, problem: null }
  const text = formatExchange(exchange, { request: body, response: null }, (_, plain) => plain, { drift: [], explained: null })
  expect(text.split('\n').slice(3)).toEqual([
    'POST /webhooks/crm HTTP/1.1',
    'Transfer-Encoding: chunked',
    '',
    'hello',
    '',
    'trailers',
    'X-Checksum: abc',
  ])
})
