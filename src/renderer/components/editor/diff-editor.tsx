import { CodeMissing } from '../code-missing.tsx'
import { lateCode } from '../late-code.ts'
import { useLateCode } from '../use-late-code.ts'

/** Text in place of which an empty string stands in the comparison, and which is shown there all the same. */
export interface QuietValue {
  /** From 1; `column` is that of the empty string's first quote. */
  readonly line: number
  readonly column: number
  readonly text: string
}

export interface DiffSide {
  /** What the text is: `Request body of A`. */
  readonly name: string
  readonly text: string
  readonly quiet: readonly QuietValue[]
}

/** What the comparison came to, and how to walk through it. */
export interface DiffResult {
  readonly differences: number
  readonly go: (direction: 'next' | 'previous') => void
}

export interface DiffEditorProps {
  readonly a: DiffSide
  readonly b: DiffSide
  readonly language: 'json' | 'text'
  /** Told after each comparison; null while one is under way. */
  readonly onResult: (result: DiffResult | null) => void
}

const diffCode = lateCode(async () => (await import('./monaco-diff.tsx')).MonacoDiff)

/** Two texts side by side, with what differs marked. Monaco is loaded when the first editor appears. */
export function DiffEditor(props: DiffEditorProps) {
  const { come: MonacoDiff, hasFailed, retry } = useLateCode(diffCode)
  return (
    <div className="relative min-h-0 flex-1 bg-sunken" aria-busy={!MonacoDiff && !hasFailed}>
      {MonacoDiff && <MonacoDiff {...props} />}
      {hasFailed && (
        <div className="absolute inset-x-2 bottom-2">
          <CodeMissing what="The editor" onRetry={retry} />
        </div>
      )}
    </div>
  )
}
