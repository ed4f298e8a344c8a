/** Runs a command once those before it are done; one that already waits or runs is not taken twice. */
export type Turns = (name: string, run: () => Promise<void>) => Promise<void>

/**
 * Commands to one thing, one after the other: what is pressed while the answer to another is still on its way has its turn
 * then, and a press is never lost. `run` catches what goes wrong.
 */
export function createTurns(): Turns {
  const taken = new Map<string, Promise<void>>()
  let last = Promise.resolve()
  return (name, run) => {
    const same = taken.get(name)
    if (same) return same
    last = last.then(run).finally(() => taken.delete(name))
    taken.set(name, last)
    return last
  }
}
