import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Dash } from '../../components/dash.tsx'
import { differingSpan } from './differing-span.ts'
import type { HeaderDifference } from './header-differences.ts'
import './compare.css'

const KINDS: Readonly<Record<HeaderDifference['kind'], { readonly sign: string; readonly word: string }>> = {
  changed: { sign: '≠', word: 'changed' },
  'only-a': { sign: '−', word: 'only A' },
  'only-b': { sign: '+', word: 'only B' },
  ignored: { sign: '~', word: 'ignored' },
  same: { sign: '=', word: 'same' },
}
/** Headers that are the same and shown unasked. */
const SAME_SHOWN = 2

/** The headers of both sides, paired by name. */
export function HeadersDiff({ name, rows }: { readonly name: string; readonly rows: readonly HeaderDifference[] }) {
  const [isWhole, setWhole] = useState(false)
  const same = rows.filter(({ kind }) => kind === 'same')
  const hidden = isWhole ? 0 : Math.max(0, same.length - SAME_SHOWN)
  const shown = rows.slice(0, rows.length - hidden)
  return (
    <div className="min-h-0 overflow-auto">
      <table className="compared" aria-label={name}>
        <thead>
          <tr>
            <th scope="col">Headers</th>
            <th scope="col">Name</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            // A name may come twice; the order is fixed by the two exchanges.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} className={`compared-${row.kind}`}>
              <td className="compared-kind">
                <span aria-hidden="true">{KINDS[row.kind].sign}</span>
                {KINDS[row.kind].word}
              </td>
              <th scope="row" title={row.name}>
                {row.name}
              </th>
              <Value text={row.a} other={row.kind === 'changed' ? row.b : null} mark="mark-del" />
              <Value text={row.b} other={row.kind === 'changed' ? row.a : null} mark="mark-add" />
            </tr>
          ))}
        </tbody>
      </table>
      {same.length > SAME_SHOWN && (
        <Button kind="quiet" size="small" icon={isWhole ? ChevronDown : ChevronRight} className="m-2" onClick={() => setWhole(!isWhole)}>
          {isWhole ? 'Show fewer' : `${hidden} more ${hidden === 1 ? 'header is' : 'headers are'} the same`}
        </Button>
      )}
    </div>
  )
}

/** Characters shown before the first difference; what stands further off is a …. */
const LEAD = 16

function Value({ text, other, mark }: { readonly text: string | null; readonly other: string | null; readonly mark: string }) {
  if (text === null) {
    return (
      <td>
        <Dash word="absent" />
      </td>
    )
  }
  if (other === null) return <td title={text}>{text}</td>
  const { from, tail } = differingSpan(text, other)
  const end = text.length - tail
  return (
    <td title={text}>
      {from > LEAD ? `…${text.slice(from - LEAD, from)}` : text.slice(0, from)}
      <mark className={mark}>{text.slice(from, end)}</mark>
      {text.slice(end)}
    </td>
  )
}
