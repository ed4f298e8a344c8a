import { useEffect, useRef } from 'react'
import type { ConnectionStore } from './connection.ts'

/** Reads when the component appears, when the window gets the focus back, and after the connection was lost. */
export function useFresh(read: () => Promise<void>, connection: ConnectionStore): void {
  const latest = useRef(read)
  useEffect(() => {
    latest.current = read
  })
  useEffect(() => {
    const again = (): void => void latest.current()
    again()
    addEventListener('focus', again)
    const unsubscribe = connection.subscribe((now, before) => {
      if (now.kind === 'connected' && before.kind !== 'connected') again()
    })
    return () => {
      removeEventListener('focus', again)
      unsubscribe()
    }
  }, [connection])
}
