import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { RawHeaders } from '../../../src/shared/domain/http-message.ts'
import { SCHEMES, type SchemeId } from '../../../src/shared/domain/signature/scheme.ts'
import { sign } from '../../../src/shared/domain/signature/sign.ts'
import { verify } from '../../../src/shared/domain/signature/verify.ts'

/** A message with the signature it must get, from the provider's documentation or from another implementation. */
interface KnownAnswer {
  readonly scheme: SchemeId
  readonly source: string
  readonly secret: string
  readonly url: string
  readonly contentType: string
  readonly body: string
  readonly at: number
  readonly id: string
  readonly headers: RawHeaders
  /** Where the signature stands in the body. */
  readonly signedBody?: string
}

const ANSWERS = JSON.parse(readFileSync('test/golden/signatures.json', 'utf8')) as readonly KnownAnswer[]

test.each(ANSWERS.map((answer) => [answer.scheme, answer.source, answer] as const))(
  '%s signs as known from: %s',
  (_scheme, _source, answer) => {
    const scheme = SCHEMES[answer.scheme]
    const type: RawHeaders = [['Content-Type', answer.contentType]]
    const request = { method: 'POST', url: answer.url, headers: type }
    const signed = sign(scheme, [answer.secret], { ...request, body: Buffer.from(answer.body) }, { at: answer.at, id: answer.id })
    const arrived = { ...request, headers: [...type, ...answer.headers], at: answer.at }
    const body = answer.signedBody ?? answer.body
    expect({
      headers: signed.headers,
      body: Buffer.from(signed.body).toString(),
      verdict: verify(scheme, [answer.secret], arrived, Buffer.from(body)).verdict,
    }).toEqual({ headers: answer.headers, body, verdict: 'valid' })
  },
)
