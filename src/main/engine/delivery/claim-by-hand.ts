import { advance } from '../../../shared/domain/delivery.ts'
import { HookscopeError } from '../../../shared/domain/errors.ts'
import type { Core } from '../core.ts'
import { claim, type Claim, type Targets } from './claiming.ts'
import type { DeliveryStore } from './store.ts'

/** Claims a delivery for an attempt that somebody asked for. Called inside a writer's write; throws `not_found` or `conflict`. */
export function claimByHand(core: Core, store: DeliveryStore, targets: Targets, seq: number): Claim {
  const delivery = store.deliveries.find(seq)
  if (!delivery) throw new HookscopeError('not_found', 'There is no such delivery.', 'List the exchanges to find one.')
  if (store.deliveries.isImported(seq))
    throw new HookscopeError('conflict', 'This delivery was imported: it was sent elsewhere.', 'Replay it to send it from here.')
  if (delivery.endpointSeq !== null) assertActive(targets, delivery.endpointSeq)
  const advanced = advance(delivery.progress, { kind: 'attempt now' }, delivery.ladder)
  if (advanced.kind === 'refused') throw new HookscopeError('conflict', advanced.why, 'Replay it to send it once more.')
  return claim(core, store, targets, delivery, 'hand')
}

function assertActive(targets: Targets, endpointSeq: number): void {
  const endpoint = targets.endpoint(endpointSeq)
  if (!endpoint) throw new HookscopeError('conflict', 'The endpoint of this delivery was deleted.', 'Replay it to another endpoint or url.')
  if (!endpoint.isActive)
    throw new HookscopeError('conflict', 'The endpoint of this delivery is inactive.', 'Switch the endpoint on first.')
}
