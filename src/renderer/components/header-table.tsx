import type { RawHeaders } from '../../shared/domain/http-message.ts'

interface HeaderTableProps {
  /** What they belong to: `Request headers`. */
  readonly name: string
  readonly headers: RawHeaders
  /** Request or status line above them. */
  readonly startLine?: string | undefined
  /** Names (any case) to point out: the signature, what a replay changed. */
  readonly hot?: readonly string[] | undefined
}

/** Characters: a longer name is broken, or its values would have no room. As wide as `.is-long`. */
const LONG_NAME = 28

/** Headers in wire order, case and duplicates kept. */
export function HeaderTable({ name, headers, startLine, hot }: HeaderTableProps) {
  const hotNames = new Set((hot ?? []).map((each) => each.toLowerCase()))
  return (
    <div className="well py-2">
      {startLine !== undefined && <div className="wire px-3 break-all">{startLine}</div>}
      <table className="headers" aria-label={name}>
        <tbody>
          {headers.map(([header, value], index) => (
            // A header may come twice with the same value; their order never changes.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} className={hotNames.has(header.toLowerCase()) ? 'is-hot' : ''}>
              <th scope="row" className={header.length > LONG_NAME ? 'is-long' : undefined}>
                {header}:
              </th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
