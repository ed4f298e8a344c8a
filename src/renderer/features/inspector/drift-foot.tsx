import { useEffect, useState } from 'react'
import type { Client } from '../../../shared/contract/client.ts'
import type { FieldError } from '../../../shared/domain/errors.ts'
import { ProblemsFoot } from '../../components/problems-foot.tsx'

interface DriftFootProps {
  readonly client: Client
  readonly id: string
  /** A body that still arrives is looked at again as it grows. */
  readonly bodyBytes: number
}

/** Whether the body fits the schema of its event type; nothing where none is known. */
export function DriftFoot({ client, id, bodyBytes }: DriftFootProps) {
  const [problems, setProblems] = useState<readonly FieldError[] | null>(null)
  useEffect(() => {
    let isCurrent = true
    client.exchanges.drift({ id }).then(
      (drift) => isCurrent && setProblems(drift.problems),
      // The body beside it says what is the matter with the engine.
      () => isCurrent && setProblems(null),
    )
    return () => {
      isCurrent = false
    }
  }, [client, id, bodyBytes])
  return problems && <ProblemsFoot problems={problems} />
}
