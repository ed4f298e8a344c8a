import type { NetworkError } from '../../../shared/domain/exchange.ts'
import { UnreadableAnswer } from './answer-framing.ts'
import { type Address, UnsendableRequest } from './request-bytes.ts'

/** Why an attempt got no usable answer, in the catalogue's code and one sentence. */
export interface Failure {
  readonly error: NetworkError
  readonly message: string
}

const TLS_CODE =
  /^(CERT_|CRL_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|PATH_LENGTH_|EPROTO$)/

const TLS_SENTENCES: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain ends in a self-signed certificate that is not trusted here',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is signed by an authority that is not trusted here, or an intermediate is missing',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is signed by an authority that is not trusted here',
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS on this port',
  EPROTO: 'it does not speak TLS on this port, or no version of it that is accepted here',
}

/** Words an error of Node's, of a request or of an answer, by what was addressed. */
export function failureOf(error: unknown, { authority: host, hostname }: Pick<Address, 'authority' | 'hostname'>): Failure {
  if (error instanceof UnreadableAnswer) return { error: 'unreadable', message: `The answer of ${host} is not HTTP: ${error.message}` }
  if (error instanceof UnsendableRequest) return { error: 'unsendable', message: `The request cannot be sent: ${error.message}` }
  const { code, message } = describe(error)
  const tls = TLS_SENTENCES[code]
  if (tls !== undefined || TLS_CODE.test(code))
    return { error: 'tls', message: `No secure connection to ${host}: ${tls ?? lowerFirst(message)}` }
  switch (code) {
    case 'ECONNREFUSED':
      return { error: 'refused', message: `${host} refused the connection` }
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return { error: 'reset', message: `${host} closed the connection without an answer` }
    case 'ENOTFOUND':
      return { error: 'dns', message: `The name ${hostname} has no address` }
    case 'EAI_AGAIN':
      return { error: 'dns', message: `The name ${hostname} could not be looked up: the name server did not answer` }
    case 'ETIMEDOUT':
      return { error: 'timeout', message: `No connection to ${host}: the system gave up waiting` }
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return { error: 'unreachable', message: `There is no way to ${host} from this machine` }
    default:
      return { error: 'network', message: `The connection to ${host} failed: ${lowerFirst(message)}` }
  }
}

interface Described {
  readonly code: string
  readonly message: string
}

function describe(error: unknown): Described {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  // Several addresses were tried; the first one's story is the one to tell.
  if (error instanceof AggregateError && error.errors.length > 0) return describe(error.errors[0])
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  // OpenSSL puts its file names and line numbers into messages; only the first line is for people.
  return { code, message: error.message.split('\n', 1)[0] ?? '' }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
