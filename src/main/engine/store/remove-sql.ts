/** What a removal runs, each over a JSON list of sequences; none may scan a table. */

const GIVEN = '(SELECT value FROM json_each(?))'

export const REMOVABLE = `SELECT exchange.id,
  (SELECT count(*) FROM chunk WHERE chunk.owner IN (exchange.id, message.body_of)) AS chunks
FROM json_each(?) AS asked
  CROSS JOIN exchange ON exchange.id = asked.value
  LEFT JOIN message ON message.exchange_id = exchange.id
  LEFT JOIN delivery ON delivery.id = exchange.delivery_id
WHERE exchange.state NOT IN ('receiving', 'planned', 'running')
  AND (delivery.id IS NULL OR (delivery.state <> 'pending' AND delivery.claimed_by IS NULL))`

// Whoever named an attempt as the owner of a body that belongs to the attempt's event names the event from now on.
export const REPOINT_DELIVERIES = `UPDATE delivery SET body_of = gone.body_of
FROM json_each(?) AS asked CROSS JOIN message AS gone ON gone.exchange_id = asked.value
WHERE delivery.body_of = asked.value AND gone.body_of IS NOT NULL`

export const REPOINT_MESSAGES = `UPDATE message
SET body_of = coalesce((SELECT gone.body_of FROM message AS gone WHERE gone.exchange_id = message.body_of), body_of)
WHERE exchange_id IN (
  SELECT attempt.id FROM json_each(?) AS asked
    CROSS JOIN message AS gone ON gone.exchange_id = asked.value AND gone.body_of IS NOT NULL
    CROSS JOIN delivery AS heir ON heir.body_of = asked.value
    CROSS JOIN exchange AS attempt ON attempt.delivery_id = heir.id)`

export const KEEP_BODIES = `INSERT INTO event (id, tail, type, event_id, at, body_bytes, body)
SELECT exchange.id, exchange.tail, exchange.type, exchange.event_id, exchange.at, exchange.request_bytes, message.request_body
FROM json_each(?) AS asked
  CROSS JOIN exchange ON exchange.id = asked.value
  CROSS JOIN message ON message.exchange_id = exchange.id
WHERE message.body_of IS NULL AND EXISTS (SELECT 1 FROM delivery WHERE delivery.body_of = exchange.id)`

export const DELETE_DELIVERIES = `DELETE FROM delivery WHERE id IN ${GIVEN}
  AND state <> 'pending' AND claimed_by IS NULL AND NOT EXISTS (SELECT 1 FROM exchange WHERE exchange.delivery_id = delivery.id)
RETURNING id, tail, body_of AS bodyOf`

export const DELETE_EVENTS = `DELETE FROM event WHERE id IN ${GIVEN} AND NOT EXISTS (SELECT 1 FROM delivery WHERE delivery.body_of = event.id)`

export const DELETE_CHUNKS = `DELETE FROM chunk WHERE owner IN ${GIVEN}
  AND (side = 1 OR NOT EXISTS (SELECT 1 FROM event WHERE event.id = chunk.owner))
  AND NOT EXISTS (SELECT 1 FROM exchange WHERE exchange.id = chunk.owner)`

export const DELIVERIES_OF = `SELECT DISTINCT delivery_id FROM exchange WHERE id IN ${GIVEN} AND delivery_id IS NOT NULL`

export const DELETE_NOTES = `DELETE FROM note WHERE exchange_id IN ${GIVEN}`

export const DELETE_MESSAGES = `DELETE FROM message WHERE exchange_id IN ${GIVEN}`

export const DELETE_EXCHANGES = `DELETE FROM exchange WHERE id IN ${GIVEN}`
