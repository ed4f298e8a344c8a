import type { RaisedEvent } from '../../../shared/domain/crm/change.ts'
import type { Changes } from '../../../shared/domain/crm/changes.ts'
import { createEnvelope, type JsonObject } from '../../../shared/domain/event.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import { isoSeconds } from '../../../shared/domain/units.ts'
import { type PreparedEvent, preparedEnvelope } from '../delivery/events.ts'
import type { Made, Publishing } from '../delivery/publishing.ts'
import type { Core } from '../core.ts'
import type { By } from './service.ts'

/** An event that was written, and its deliveries. */
export interface Raised {
  readonly event: PreparedEvent
  readonly changeSeq: number
  readonly changes: Changes | null
  readonly made: readonly Made[]
}

/** Publishes what a change raised, as one: all carry its time, and the first names the change. */
export interface Raising {
  /** Called inside the write that makes the change. */
  insert(events: readonly RaisedEvent[], tenantId: string, now: number, by: By): Raised[]
}

export function createRaising(core: Core, publishing: Publishing): Raising {
  return {
    insert: (events, tenantId, now, { environment, targets, speed }) => {
      const first = core.ids()
      return events.map((raised, index) => {
        const id = index === 0 ? first : core.ids()
        const envelope = createEnvelope({
          eventId: formatId('evt', id),
          eventType: raised.type,
          timestamp: isoSeconds(now),
          tenantId,
          data: raised.data,
          ...(environment !== undefined && { environment }),
        })
        const metadata: JsonObject = raised.changes ? { ...envelope.metadata, changes: raised.changes } : envelope.metadata
        const event = preparedEnvelope(id, now, { ...envelope, metadata })
        const made = publishing.insert(event, publishing.destinationsOf(event, targets, speed), {
          entitySeq: parseId(raised.entityId)?.seq ?? 0,
          changeSeq: first.seq,
        })
        return { event, changeSeq: first.seq, changes: raised.changes, made }
      })
    },
  }
}
