import { Notification } from 'electron'
import type { Trouble } from './engine-messages.ts'

/** Notifies of trouble; never with data of a payload. A click asks to be shown the newest exchange. */
export function notifyOf(trouble: Trouble, onClick: () => void): void {
  if (!Notification.isSupported()) return
  const notification = new Notification({ title: 'Hookscope', body: troubleSentence(trouble) })
  notification.on('click', onClick)
  notification.show()
}

function troubleSentence({ failedDeliveries, invalidSignatures }: Trouble): string {
  return [
    ...(failedDeliveries > 0 ? [`${failedDeliveries === 1 ? 'A delivery' : `${failedDeliveries} deliveries`} failed.`] : []),
    ...(invalidSignatures > 0
      ? [`${invalidSignatures === 1 ? 'A request' : `${invalidSignatures} requests`} came with an invalid signature.`]
      : []),
  ].join(' ')
}
