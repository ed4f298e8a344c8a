import { expect, test } from 'vitest'
import { UnreadableAnswer } from '../../../src/main/engine/delivery/answer-framing.ts'
import { failureOf } from '../../../src/main/engine/delivery/network-errors.ts'
import { UnsendableRequest } from '../../../src/main/engine/delivery/request-bytes.ts'

function coded(code: string, message = 'Some message\nfile.c:12'): Error {
  return Object.assign(new Error(message), { code })
}

test('every error of the network is told in a code and a sentence', () => {
  const errors = [
    coded('ECONNREFUSED'),
    coded('ECONNRESET'),
    coded('ENOTFOUND'),
    coded('EAI_AGAIN'),
    coded('ETIMEDOUT'),
    coded('EHOSTUNREACH'),
    coded('DEPTH_ZERO_SELF_SIGNED_CERT'),
    coded('CERT_HAS_EXPIRED'),
    coded('ERR_TLS_CERT_ALTNAME_INVALID'),
    coded('CERT_REVOKED', 'Certificate revoked'),
    new UnreadableAnswer('its Content-Length is not a number'),
    new UnsendableRequest('"X Y" is not a header name'),
    new AggregateError([coded('ECONNREFUSED'), coded('ETIMEDOUT')]),
    coded('EMFILE'),
    'odd',
  ]
  const shop = { hostname: 'shop', authority: 'shop:443' }
  expect(errors.map((error) => Object.values(failureOf(error, shop)).join(' | '))).toEqual([
    'refused | shop:443 refused the connection',
    'reset | shop:443 closed the connection without an answer',
    'dns | The name shop has no address',
    'dns | The name shop could not be looked up: the name server did not answer',
    'timeout | No connection to shop:443: the system gave up waiting',
    'unreachable | There is no way to shop:443 from this machine',
    'tls | No secure connection to shop:443: its certificate is self-signed',
    'tls | No secure connection to shop:443: its certificate has expired',
    'tls | No secure connection to shop:443: its certificate is for another host name',
    'tls | No secure connection to shop:443: certificate revoked',
    'unreadable | The answer of shop:443 is not HTTP: its Content-Length is not a number',
    'unsendable | The request cannot be sent: "X Y" is not a header name',
    'refused | shop:443 refused the connection',
    'network | The connection to shop:443 failed: some message',
    'network | The connection to shop:443 failed: odd',
  ])
})
