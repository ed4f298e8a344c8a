import { formatId } from '../../../shared/domain/ids.ts'
import { schemeOf } from '../../../shared/domain/signature/scheme.ts'
import { sign } from '../../../shared/domain/signature/sign.ts'
import type { Core } from '../core.ts'
import type { PreparedEvent } from './events.ts'
import { type Destination, keysFor } from './targets.ts'

/**
 * The event as it goes to a destination. Where the scheme's signature stands in the body it is made once, with the
 * delivery, because the bytes of all its attempts are the same; the event given is returned for all other schemes.
 */
export function withSignedBody(core: Core, event: PreparedEvent, destination: Destination): PreparedEvent {
  const scheme = destination.scheme === null ? null : schemeOf(destination.scheme)
  if (scheme === null || scheme.field === null) return event
  const id = core.ids()
  const message = { method: 'POST', url: '', headers: [], body: event.body }
  const { body } = sign(scheme, keysFor(core, destination), message, { at: event.at, id: formatId('delivery', id) })
  // Without a tenant it is no event of its own, only bytes kept for their delivery.
  return { ...event, id, tenantId: null, body }
}
