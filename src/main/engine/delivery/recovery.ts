import { advance } from '../../../shared/domain/delivery.ts'
import type { Core } from '../core.ts'
import type { DeliveryStore } from './store.ts'

/** Closes attempts that an earlier run left on the wire; nobody knows how they ended. Called inside a writer's write. */
export function recover(core: Core, store: DeliveryStore): void {
  const at = core.clock.now()
  for (const seq of store.deliveries.claimed()) {
    const delivery = store.deliveries.find(seq)
    const advanced = delivery && advance(delivery.progress, { kind: 'interrupted', at }, delivery.ladder)
    if (advanced?.kind !== 'moved') continue
    store.attempts.interruptOf(seq)
    store.deliveries.save(seq, advanced.progress)
  }
}
