import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { EventView, JsonObject } from '../../../shared/domain/event.ts'
import { formatId, parseId } from '../../../shared/domain/ids.ts'
import type { EventLog } from '../services.ts'
import type { Events, PublishedRow } from '../store/events.ts'

/** Looking at events. */
export function createEventLog(events: Events): EventLog {
  function view({ id, ...rest }: PublishedRow): EventView {
    const deliveryIds = events.deliveriesOf(id.seq).map((each) => formatId('delivery', each))
    return { id: formatId('evt', id), ...rest, deliveryIds }
  }

  return {
    list: ({ before, limit }) => {
      const below = before === undefined ? Number.MAX_SAFE_INTEGER : seqOf(before)
      const rows = events.published(below, limit + 1)
      return { items: rows.slice(0, limit).map(view), hasMore: rows.length > limit }
    },
    get: (id) => {
      const [row] = events.published(seqOf(id) + 1, 1)
      if (row === undefined || formatId('evt', row.id) !== id) throw noEvent(id)
      const body = events.body(row.id.seq) ?? new Uint8Array(0)
      return { ...view(row), payload: JSON.parse(Buffer.from(body).toString('utf8')) as JsonObject }
    },
  }
}

function seqOf(id: string): number {
  const parsed = parseId(id)
  if (parsed?.prefix === 'evt') return parsed.seq
  throw noEvent(id)
}

function noEvent(id: string): HookscopeError {
  return new HookscopeError('not_found', `There is no event ${id}.`, 'List the events to find one.')
}
