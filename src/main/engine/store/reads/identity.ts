import { identifyEvent, IDENTITY_KEYS, type EventIdentity } from '../../../../shared/domain/event-identity.ts'
import { pairHeaders } from '../../../../shared/domain/http-message.ts'
import { createTopLevelScan } from '../../../../shared/domain/top-level-scan.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { storedBodies } from './stored-body.ts'

export interface IdentityReads {
  /** What a large capture says it is about, by its headers and its whole body. */
  identity(seq: number): EventIdentity
}

export function identityReads({ statements }: ReadContext): Implemented<IdentityReads> {
  const bodies = storedBodies(statements)
  return {
    identity: function* (seq) {
      const found = bodies.find(seq, 'request')
      if (!found) return { type: null, eventId: null }
      const scan = createTopLevelScan(IDENTITY_KEYS)
      for (const piece of bodies.pieces(found.body)) {
        if (!scan.take(piece)) break
        yield
      }
      return identifyEvent(pairHeaders(JSON.parse(found.headers ?? '[]') as string[]), scan.found())
    },
  }
}
