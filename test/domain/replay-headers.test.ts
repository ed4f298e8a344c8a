import { expect, it } from 'vitest'
import type { RawHeaders } from '../../src/shared/domain/http-message.ts'
import { exactHeaders } from '../../src/shared/domain/replay-headers.ts'

const TARGET = { targetUrl: 'https://target.test:8443/hook', keepHost: false, bodyBytes: 5 }

it('keeps order, case, duplicates and value bytes', () => {
  const captured: RawHeaders = [
    ['X-b', '1'],
    ['hOST', 'old.test'],
    ['x-B', '\xe9'],
    ['content-LENGTH', '5'],
    ['X-b', '1'],
  ]
  expect(exactHeaders(captured, TARGET)).toEqual({
    headers: captured.map(([name, value]) => [name, name === 'hOST' ? 'target.test:8443' : value]),
    changes: ['hOST became target.test:8443 (it was old.test).'],
  })
})

it('keeps the captured Host when asked', () => {
  const captured: RawHeaders = [
    ['Host', 'old.test'],
    ['Content-Length', '5'],
  ]
  expect(exactHeaders(captured, { ...TARGET, keepHost: true })).toEqual({ headers: captured, changes: [] })
})

it('leaves the default port out of Host', () => {
  const { headers } = exactHeaders([['Host', 'old.test']], { targetUrl: 'https://target.test:443/', keepHost: false, bodyBytes: 0 })
  expect(headers).toEqual([['Host', 'target.test']])
})

it('adds Host first and Content-Length last when they were not captured', () => {
  expect(exactHeaders([['A', '1']], TARGET)).toEqual({
    headers: [
      ['Host', 'target.test:8443'],
      ['A', '1'],
      ['Content-Length', '5'],
    ],
    changes: ['Host was added: target.test:8443.', 'Content-Length was added: 5.'],
  })
})

it('drops a second Host, which no server takes', () => {
  const { headers, changes } = exactHeaders(
    [
      ['Host', 'a.test'],
      ['host', 'b.test'],
    ],
    { ...TARGET, bodyBytes: 0 },
  )
  expect({ headers, changes }).toEqual({
    headers: [['Host', 'target.test:8443']],
    changes: ['Host became target.test:8443 (it was a.test).', 'A second host header was dropped.'],
  })
})

it('drops what belongs to the connection and says so', () => {
  const dropped = [
    'Connection',
    'keep-alive',
    'Proxy-Authorization',
    'proxy-connection',
    'TE',
    'Trailer',
    'Transfer-Encoding',
    'Upgrade',
    'HTTP2-Settings',
    'Expect',
  ]
  const { headers, changes } = exactHeaders([['Host', 'target.test:8443'], ...dropped.map((name) => [name, 'x'] as const)], {
    ...TARGET,
    bodyBytes: 0,
  })
  expect({ headers, changes }).toEqual({
    headers: [
      ['Host', 'target.test:8443'],
      ['Content-Length', '0'],
    ],
    changes: [...dropped.map((name) => `${name} was dropped: it belongs to the connection.`), 'Content-Length was added: 0.'],
  })
})

it('writes Content-Length afresh in its captured place, once', () => {
  const { headers, changes } = exactHeaders(
    [
      ['Host', 'target.test:8443'],
      ['Content-Length', '9'],
      ['A', '1'],
      ['Content-Length', '9'],
    ],
    TARGET,
  )
  expect({ headers, changes }).toEqual({
    headers: [
      ['Host', 'target.test:8443'],
      ['Content-Length', '5'],
      ['A', '1'],
    ],
    changes: ['Content-Length became 5 (it was 9).'],
  })
})

it('adds no Content-Length where there is no body and none was announced', () => {
  expect(exactHeaders([['Host', 'target.test:8443']], { ...TARGET, bodyBytes: 0 })).toEqual({
    headers: [['Host', 'target.test:8443']],
    changes: [],
  })
})
