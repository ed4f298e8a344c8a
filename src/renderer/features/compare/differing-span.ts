/** Where two texts begin to differ, and how many characters at their ends are the same again. */
export function differingSpan(a: string, b: string): { readonly from: number; readonly tail: number } {
  const shorter = Math.min(a.length, b.length)
  let from = 0
  while (from < shorter && a[from] === b[from]) from++
  let tail = 0
  while (tail < shorter - from && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  return { from, tail }
}
