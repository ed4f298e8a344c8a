import { counted } from '../../../shared/domain/counted.ts'
import type { ReplayPreview, ReplayPreviewItem } from '../../../shared/domain/replay.ts'
import { cutId, cutUrl, formatCount } from '../../components/format.ts'
import { Glyph } from '../../components/glyph.tsx'

const URL_CHARACTERS = 56

/** The dry run of many: what would go where, in the order of sending, each with its changes. */
export function PreviewList({ preview }: { readonly preview: ReplayPreview }) {
  const { total, items } = preview
  if (total.value === 0 && total.exact) return <p className="text-ink-2">No exchange matches: there is nothing to replay.</p>
  const refused = items.filter(({ kind }) => kind === 'refused').length
  return (
    <>
      <p className="mb-2 text-ink-2">
        {formatCount(total.value)}
        {total.exact ? '' : '+'} {total.value === 1 ? 'exchange' : 'exchanges'}
        {items.length < total.value && `; the first ${formatCount(items.length)} of them`}
        {refused > 0 && `. ${counted(refused, 'of these cannot', 'of these cannot')} be replayed`}.
      </p>
      <ol>
        {items.map((item) => (
          <PreviewRow key={item.id} item={item} />
        ))}
      </ol>
    </>
  )
}

function PreviewRow({ item }: { readonly item: ReplayPreviewItem }) {
  if (item.kind === 'refused') {
    return (
      <li className="flex min-h-7 items-center gap-2">
        <Glyph shape="wedge" tone="warn" />
        <span className="wire-small text-ink-3" title={item.id}>
          {cutId(item.id)}
        </span>
        <span className="min-w-0 truncate text-warn" title={item.problem}>
          {item.problem}
        </span>
      </li>
    )
  }
  const { type, method, url, changes } = item
  return (
    <li>
      <details className="preview-row">
        <summary className="flex min-h-7 items-center gap-2">
          <span className="w-40 flex-none truncate medium" title={type ?? undefined}>
            {type ?? 'bytes'}
          </span>
          <span className="min-w-0 grow truncate wire-small text-ink-2" title={`${method} ${url}`}>
            {method} {cutUrl(url, URL_CHARACTERS)}
          </span>
          <span className="flex-none text-ink-3">{counted(changes.length, 'change')}</span>
        </summary>
        <ChangeList changes={changes} />
      </details>
    </li>
  )
}

/** What differs from what was captured, a sentence each. */
export function ChangeList({ changes }: { readonly changes: readonly string[] }) {
  if (changes.length === 0) return <p>Nothing: it goes out byte for byte.</p>
  return (
    <ul className="pl-2 text-ink-2">
      {[...new Set(changes)].map((change) => (
        <li key={change} className="break-words">
          {change}
        </li>
      ))}
    </ul>
  )
}
