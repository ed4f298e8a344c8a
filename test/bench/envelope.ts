import type { JsonObject } from '../../src/shared/domain/event.ts'

/** Size of the bench's bodies on the wire. */
export const BODY_BYTES = 1024

/** A guide-shaped event of exactly 1 KiB, compact. */
export function benchEnvelope(): JsonObject {
  const envelope = (note: string): JsonObject => ({
    eventId: 'evt_01kf5r2c20000zzzzzzzzzzzzz',
    eventType: 'lead.created',
    timestamp: '2026-01-17T10:30:00Z',
    tenantId: 'tenant_1',
    data: { id: 'lead_1', firstName: 'John', lastName: 'Doe', email: 'john@example.com', status: 'New', note },
    metadata: { version: '1.0', environment: 'production' },
  })
  return envelope('x'.repeat(BODY_BYTES - JSON.stringify(envelope('')).length))
}
