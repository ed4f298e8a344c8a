import { useEffect, useState } from 'react'
import type { LateCode } from './late-code.ts'

/** What has come of late code, or that it did not come. */
export interface Late<T> {
  /** null until it has come. */
  readonly come: T | null
  readonly hasFailed: boolean
  /** Fetches it again after a failure. */
  readonly retry: () => void
}

/** Fetches code when the component appears. Not a lazy component: that would keep its failure for ever. */
export function useLateCode<T>(code: LateCode<T>): Late<T> {
  const [come, setCome] = useState(() => code.get())
  const [hasFailed, setFailed] = useState(false)
  useEffect(() => {
    if (come !== null || hasFailed) return
    let isHere = true
    code.fetch().then(
      (arrived) => isHere && setCome(() => arrived),
      () => isHere && setFailed(true),
    )
    return () => {
      isHere = false
    }
  }, [code, come, hasFailed])
  return { come, hasFailed, retry: () => setFailed(false) }
}
