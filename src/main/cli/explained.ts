import type { Client } from '../../shared/contract/client.ts'
import type { Diagnosis } from '../../shared/domain/diagnosis/diagnosis.ts'
import type { Verdict, Verification } from '../../shared/domain/verdict.ts'

/** A verification with the reason why it is not valid; null where there is nothing to explain. */
export interface Explained {
  readonly verification: Verification
  readonly diagnosis: Diagnosis | null
}

/** Is there anything to explain? */
export function isExplicable(verdict: Verdict | null): boolean {
  return verdict === 'invalid' || verdict === 'stale' || verdict === 'missing'
}

/** Why a capture's signature is not valid, as it stands now; null when it is, or when the capture is gone. */
export async function explainCapture(client: Client, id: string): Promise<Explained | null> {
  try {
    return await client.exchanges.diagnose({ id })
  } catch {
    // Removed meanwhile; its line or page is right all the same.
    return null
  }
}
