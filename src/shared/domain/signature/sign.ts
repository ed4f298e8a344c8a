import { createHmac, type Hmac, type KeyObject } from 'node:crypto'
import type { RawHeaders } from '../http-message.ts'
import type { Scheme } from './scheme.ts'

/** The headers that carry the signature of `body` under `secret`, in the scheme's own spelling. */
export function sign(scheme: Scheme, secret: string | KeyObject, body: Uint8Array): RawHeaders {
  const signing = beginDigest(scheme, secret)
  signing.update(body)
  return [[scheme.header, signing.finish()]]
}

/** A digest that takes the body in pieces, so that a large one never stands in memory whole. */
export interface RunningDigest {
  update(piece: Uint8Array): void
  /** The header's value: prefix and encoded digest. */
  finish(): string
}

/** Starts the digest of one message. Parts before the body are hashed at once, parts after it at the end. */
export function beginDigest(scheme: Scheme, secret: string | KeyObject): RunningDigest {
  const hmac = createHmac(scheme.hash, secret)
  const bodyAt = scheme.content.findIndex((part) => part.kind === 'body')
  addTexts(hmac, scheme, 0, bodyAt < 0 ? scheme.content.length : bodyAt)
  return {
    update: (piece) => {
      hmac.update(piece)
    },
    finish: () => {
      if (bodyAt >= 0) addTexts(hmac, scheme, bodyAt + 1, scheme.content.length)
      return scheme.prefix + hmac.digest(scheme.encoding)
    },
  }
}

function addTexts(hmac: Hmac, scheme: Scheme, from: number, to: number): void {
  for (let i = from; i < to; i++) {
    const part = scheme.content[i]
    if (part?.kind === 'text') hmac.update(part.text)
  }
}
