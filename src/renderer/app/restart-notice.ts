import type { ConnectionStore } from '../api/connection.ts'
import { showToast } from './toasts.tsx'

/** Says that the window's engine was started again: the banner may have stood for a moment only. */
export function tellOfRestarts(connection: ConnectionStore): void {
  connection.subscribe((now, before) => {
    if (before.kind !== 'reconnecting' || now.kind !== 'connected') return
    showToast({ title: 'The engine stopped and was started again', text: 'Nothing that was acknowledged is lost.' })
  })
}
