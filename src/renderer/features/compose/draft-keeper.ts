import type { Client } from '../../../shared/contract/client.ts'
import type { CompositionHead, CompositionInput } from '../../../shared/domain/composition.ts'
import { toProblem, type Problem } from '../../api/problem.ts'

/** How long typing must rest before a draft is kept. */
const REST_MS = 400

/** Keeps drafts in the workspace while they are typed. */
export interface DraftKeeper {
  /** Keeps it once typing rests; of one id the latest counts. */
  keep(draft: CompositionInput): void
  /** Keeps now what waits, also what the engine could not take before. */
  flush(): Promise<void>
  /** Does not keep it after all. */
  forget(id: string): void
}

/** `onKept` hears of each that is kept, `onProblem` of why one is not; what was not kept waits for the next time. */
export function createDraftKeeper(
  client: Client,
  { onKept, onProblem }: { readonly onKept: (head: CompositionHead) => void; readonly onProblem: (problem: Problem) => void },
): DraftKeeper {
  const waiting = new Map<string, CompositionInput>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let keeping = Promise.resolve()

  async function keepAll(): Promise<void> {
    for (const [id, draft] of waiting) {
      try {
        const head = await client.compositions.put(draft)
        // It may have been typed on meanwhile.
        if (waiting.get(id) === draft) waiting.delete(id)
        onKept(head)
      } catch (error) {
        const problem = toProblem(error)
        // Refused once is refused always; an engine that is away comes back.
        if (problem.code === 'bad_input') waiting.delete(id)
        onProblem(problem)
      }
    }
  }

  function flush(): Promise<void> {
    clearTimeout(timer)
    // One after the other, so that an older text never comes after a newer one.
    keeping = keeping.then(keepAll)
    return keeping
  }

  return {
    keep: (draft) => {
      waiting.set(draft.id, draft)
      clearTimeout(timer)
      timer = setTimeout(() => void flush(), REST_MS)
    },
    flush,
    forget: (id) => void waiting.delete(id),
  }
}
