import type { Database } from 'better-sqlite3'
import { formatId } from '../../../shared/domain/ids.ts'
import type { Secrets } from './secrets.ts'
import * as sql from './remove-sql.ts'

/**
 * Removes exchanges with everything that belongs to them alone.
 *
 * 1. Rows that are receiving, planned or running, and attempts of a pending delivery, stay.
 * 2. A delivery goes with its last attempt, its own secrets with it; an event goes with its last delivery.
 * 3. A body that a remaining delivery still sends stays: the removed exchange leaves an event of the same number
 *    behind, so that every `body_of` goes on pointing at it. It goes with the last of those deliveries.
 */
export interface RemoveExchanges {
  /** Takes the first of these sequences, as many as one write should remove, and removes them. Call inside a writer's write. */
  (seqs: readonly number[]): { readonly taken: number; readonly removed: readonly number[] }
}

/** Rows that one write removes at most; a chunk weighs as many as its 32 pages cost. */
const MAX_WEIGHT = 500
const CHUNK_WEIGHT = 4

interface Candidate {
  readonly id: number
  readonly chunks: number
}

export function createRemoveExchanges(db: Database, secrets: Secrets): RemoveExchanges {
  const selectCandidates = db.prepare<[string], Candidate>(sql.REMOVABLE)
  const repoint = db.prepare<[string]>(sql.REPOINT_DELIVERIES)
  const repointMessages = db.prepare<[string]>(sql.REPOINT_MESSAGES)
  const keepBodies = db.prepare<[string]>(sql.KEEP_BODIES)
  const selectDeliveries = db.prepare<[string], number>(sql.DELIVERIES_OF).pluck()
  const deleteNotes = db.prepare<[string]>(sql.DELETE_NOTES)
  const deleteMessages = db.prepare<[string]>(sql.DELETE_MESSAGES)
  const deleteExchanges = db.prepare<[string]>(sql.DELETE_EXCHANGES)
  const deleteDeliveries = db.prepare<[string], { id: number; tail: string; bodyOf: number }>(sql.DELETE_DELIVERIES)
  const deleteEvents = db.prepare<[string]>(sql.DELETE_EVENTS)
  const deleteChunks = db.prepare<[string]>(sql.DELETE_CHUNKS)

  return (seqs) => {
    const asked = seqs.slice(0, MAX_WEIGHT)
    const candidates = new Map(selectCandidates.all(JSON.stringify(asked)).map((each) => [each.id, each]))
    const removed: number[] = []
    let taken = 0
    for (let weight = 0; taken < asked.length; taken++) {
      const candidate = candidates.get(asked[taken] as number)
      if (!candidate) continue
      weight += 1 + candidate.chunks * CHUNK_WEIGHT
      if (removed.length > 0 && weight > MAX_WEIGHT) break
      removed.push(candidate.id)
    }
    if (removed.length > 0) removeRows(removed)
    return { taken, removed }
  }

  function removeRows(removed: readonly number[]): void {
    const ids = JSON.stringify(removed)
    repointMessages.run(ids)
    repoint.run(ids)
    keepBodies.run(ids)
    const deliveries = selectDeliveries.all(ids)
    deleteNotes.run(ids)
    deleteMessages.run(ids)
    deleteExchanges.run(ids)
    const ended = deleteDeliveries.all(JSON.stringify(deliveries))
    for (const each of ended) secrets.put(formatId('delivery', { seq: each.id, tail: each.tail }), null)
    const bodies = JSON.stringify(ended.map((each) => each.bodyOf))
    deleteEvents.run(bodies)
    deleteChunks.run(ids)
    deleteChunks.run(bodies)
  }
}
