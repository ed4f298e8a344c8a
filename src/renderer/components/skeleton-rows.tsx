import { useEffect, useState } from 'react'

const PATIENCE_MS = 200
const WIDTHS = ['70%', '100%', '55%', '85%', '60%']

interface SkeletonRowsProps {
  /** The listing's `--cols`. */
  readonly columns: string
  /** How many cells a row has. */
  readonly cells: number
  readonly rows?: number | undefined
}

/** The first page on its way: nothing for 200 ms, then grey rows in the listing's own columns. */
export function SkeletonRows({ columns, cells, rows = 8 }: SkeletonRowsProps) {
  const [isLate, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [])
  if (!isLate) return null
  return (
    <div role="status" aria-label="Loading" className="listing" style={{ '--cols': columns }}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="row">
          {Array.from({ length: cells }, (_unused, cell) => (
            <i key={cell} className="skeleton" style={{ width: WIDTHS[(row + cell) % WIDTHS.length] }} />
          ))}
        </div>
      ))}
    </div>
  )
}
