/** One line of the bench's table: a ratio measured in this run against what the design asks. */
export interface Row {
  readonly what: string
  readonly ratio: number
  readonly target: number
  /** Whether the ratio should be at least or at most the target. */
  readonly bound: 'min' | 'max'
  /** The figures behind it, for reading only: they depend on the machine. */
  readonly detail: string
}

export function isMet(row: Row): boolean {
  return row.bound === 'min' ? row.ratio >= row.target : row.ratio <= row.target
}

/** `capture requests/s   0.45 of 0.42   met   …` */
export function printRow(row: Row): void {
  const sign = row.bound === 'min' ? '≥' : '≤'
  console.log(
    `${row.what.padEnd(44)} ${row.ratio.toFixed(2).padStart(6)}  ${sign} ${String(row.target).padEnd(5)} ${isMet(row) ? 'met    ' : 'NOT MET'}  ${row.detail}`,
  )
}
