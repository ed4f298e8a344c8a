import type { ExchangeDetail, Timings } from '../../../shared/domain/exchange.ts'
import { Dash } from '../../components/dash.tsx'
import { formatBytes, formatDuration, formatExact } from '../../components/format.ts'
import './compare.css'

const PHASES: readonly (readonly [keyof Timings, string])[] = [
  ['dnsMs', 'Name found after'],
  ['connectMs', 'Connected after'],
  ['tlsMs', 'TLS agreed after'],
  ['sentMs', 'Request sent after'],
  ['firstByteMs', 'First byte after'],
  ['totalMs', 'Ended after'],
]

/** When both happened, how long they took and where the time went. */
export function TimingDiff({ a, b }: { readonly a: ExchangeDetail; readonly b: ExchangeDetail }) {
  const rows: readonly (readonly [string, (of: ExchangeDetail) => string | null])[] = [
    ['Began', ({ at }) => formatExact(at)],
    ['Took', ({ tookMs }) => duration(tookMs)],
    ['Status', ({ status }) => (status === null ? null : String(status))],
    ['Attempt', ({ attempt }) => (attempt === null ? null : `${attempt.number} of ${attempt.of}`)],
    ['Request body', ({ requestBytes }) => formatBytes(requestBytes)],
    ['Response body', ({ response, responseBytes }) => (response === null ? null : formatBytes(responseBytes))],
    ...PHASES.map(([phase, word]) => [word, ({ timings }: ExchangeDetail) => duration(timings?.[phase] ?? null)] as const),
  ]
  return (
    <div className="min-h-0 flex-1 overflow-auto">
      <table className="compared compared-facts" aria-label="Timing">
        <thead>
          <tr>
            <th scope="col">Timing</th>
            <th scope="col">A</th>
            <th scope="col">B</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([word, read]) => (
            <tr key={word}>
              <th scope="row">{word}</th>
              {[a, b].map((side, index) => (
                <td key={index === 0 ? 'a' : 'b'} className="tabular-nums">
                  {read(side) ?? <Dash />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function duration(ms: number | null): string | null {
  return ms === null ? null : formatDuration(ms)
}
