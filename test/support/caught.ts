/** What `work` throws; fails the test when it does not throw. */
export function caught(work: () => unknown): unknown {
  try {
    work()
  } catch (error) {
    return error
  }
  throw new Error('Expected an error, but nothing was thrown.')
}

/** What `work` rejects with; fails the test when it resolves. */
export async function rejected(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    (value) => {
      throw new Error(`Expected an error, but got ${JSON.stringify(value)}.`)
    },
    (error: unknown) => error,
  )
}
