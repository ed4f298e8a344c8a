import { ChevronDown, ChevronUp } from 'lucide-react'
import { useState } from 'react'
import { counted } from '../../shared/domain/counted.ts'
import type { FieldError } from '../../shared/domain/errors.ts'
import { Glyph } from './glyph.tsx'

interface ProblemsFootProps {
  /** Where the text leaves the schema of its type, path first; null while that is not known. */
  readonly problems: readonly FieldError[] | null
  /** Said at the right while there are some. */
  readonly note?: string | undefined
}

/** What the schema has to say of the text, in one line or whole. */
export function ProblemsFoot({ problems, note }: ProblemsFootProps) {
  const [isOpen, setOpen] = useState(false)
  const all = problems ?? []
  const [first] = all
  const Icon = isOpen ? ChevronDown : ChevronUp
  return (
    <div className="flex-none type-small shadow-[inset_0_1px_var(--line)]">
      {isOpen && all.length > 0 && (
        <ul className="max-h-32 overflow-y-auto px-4 py-2" aria-label="Problems">
          {all.map(({ path, message }) => (
            <li key={`${path} ${message}`} className="flex min-h-6 items-start gap-2">
              <Problem path={path} message={message} />
            </li>
          ))}
        </ul>
      )}
      <div className="flex h-9 items-center gap-3 px-4" role="status">
        {first === undefined ? (
          problems && <span className="text-ink-3">No problem. The text fits the schema of its type.</span>
        ) : (
          <>
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={() => setOpen(!isOpen)}
              className="flex h-6 flex-none items-center gap-1.5 text-warn"
            >
              <Glyph shape="triangle" />
              {counted(all.length, 'problem')}
              <Icon size={14} strokeWidth={1.75} aria-hidden />
            </button>
            <span className="min-w-0 truncate text-ink-2">{!isOpen && <Problem {...first} />}</span>
            {note !== undefined && <span className="ml-auto flex-none text-ink-3 max-narrow:hidden">{note}</span>}
          </>
        )}
      </div>
    </div>
  )
}

function Problem({ path, message }: FieldError) {
  return (
    <span title={message}>
      {path !== '' && <span className="wire-small text-ink">{path} </span>}
      {message}
    </span>
  )
}
