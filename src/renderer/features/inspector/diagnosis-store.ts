import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Client } from '../../../shared/contract/client.ts'
import type { Diagnosis } from '../../../shared/domain/diagnosis/diagnosis.ts'
import type { Verification } from '../../../shared/domain/verdict.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/**
 * Why the signature of one capture is not valid:
 *   trying → found | failed | stopped;  failed, stopped → trying
 */
export type DiagnosisState =
  | { readonly step: 'trying' }
  /** `verification` is of now: a secret that was mended since makes it valid, and then there is no diagnosis. */
  | { readonly step: 'found'; readonly verification: Verification; readonly diagnosis: Diagnosis | null }
  | { readonly step: 'failed'; readonly problem: Problem }
  | { readonly step: 'stopped' }

export interface Diagnosing {
  readonly store: StoreApi<DiagnosisState>
  /** Asks the engine, again after a failure; only the answer to the latest counts. */
  start(): Promise<void>
  /** Stops the search. */
  stop(): void
}

/** Nothing is asked yet. */
export function createDiagnosing(client: Client, id: string): Diagnosing {
  const store = createStore<DiagnosisState>()(() => ({ step: 'trying' }))
  let running: AbortController | null = null

  return {
    store,
    start: async () => {
      running?.abort()
      const mine = new AbortController()
      running = mine
      store.setState({ step: 'trying' }, true)
      try {
        const found = await client.exchanges.diagnose({ id }, { signal: mine.signal })
        if (running === mine) store.setState({ step: 'found', ...found }, true)
      } catch (error) {
        if (running === mine) store.setState({ step: 'failed', problem: toProblem(error) }, true)
      }
    },
    stop: () => {
      running?.abort()
      running = null
      if (store.getState().step === 'trying') store.setState({ step: 'stopped' }, true)
    },
  }
}
