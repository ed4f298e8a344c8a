/** Runs a command once those before it are done; the one pressed last is not taken twice. Rejects as `run` does. */
export type Turns = (name: string, run: () => Promise<void>) => Promise<void>

/** Commands one after the other: what is pressed while the answer to another is still on its way has its turn then. */
export function createTurns(): Turns {
  let latest: { readonly name: string; readonly done: Promise<void> } | null = null
  return (name, run) => {
    if (latest?.name === name) return latest.done
    const before = latest?.done ?? Promise.resolve()
    const turn = {
      name,
      done: before.then(run, run).finally(() => {
        if (latest === turn) latest = null
      }),
    }
    latest = turn
    return turn.done
  }
}
