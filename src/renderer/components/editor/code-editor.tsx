import type { JsonObject } from '../../../shared/domain/event.ts'
import { CodeMissing } from '../code-missing.tsx'
import { lateCode } from '../late-code.ts'
import { useLateCode } from '../use-late-code.ts'

/** What may stand between `{{` and `}}`. */
export interface EditorVariable {
  readonly name: string
  /** What may follow the name; empty when nothing may. */
  readonly usage: string
  readonly description: string
}

export interface CodeEditorProps {
  /** What the text is: `Request body`. */
  readonly name: string
  readonly value: string
  readonly language: 'json' | 'text'
  readonly readOnly?: boolean | undefined
  /** JSON Schema of the value: completion, hover and squiggles; only for JSON that can be edited. */
  readonly schema?: JsonObject | undefined
  /** Marks, completes and explains `{{variables}}`. */
  readonly variables?: readonly EditorVariable[] | undefined
  readonly onChange?: ((value: string) => void) | undefined
  readonly wrap?: boolean | undefined
  /** Takes the focus when it appears. */
  readonly autoFocus?: boolean | undefined
  /** Line numbers and folding at the left; on unless `none`. */
  readonly gutter?: 'lines' | 'none' | undefined
  /** Opens the search each time it grows. */
  readonly finding?: number | undefined
  /** px; `fill` takes what the flex column has left. */
  readonly height?: number | 'fill' | undefined
}

const editorCode = lateCode(async () => (await import('./monaco-editor.tsx')).MonacoEditor)

/** Wire text in Monaco, which is loaded when the first editor appears. Its place is taken from the start: nothing moves. */
export function CodeEditor(props: CodeEditorProps) {
  const { height = 'fill' } = props
  const { come: MonacoEditor, hasFailed, retry } = useLateCode(editorCode)
  return (
    <div
      className={`relative min-h-0 bg-sunken ${height === 'fill' ? 'flex-1' : 'flex-none'}`}
      style={height === 'fill' ? undefined : { height }}
    >
      {MonacoEditor ? <MonacoEditor {...props} /> : <PlainText {...props} isBusy={!hasFailed} />}
      {hasFailed && (
        <div className="absolute inset-x-2 bottom-2">
          <CodeMissing what="The editor" onRetry={retry} />
        </div>
      )}
    </div>
  )
}

/** Until Monaco is there: the text as it is, in the same place and type, so that reading can begin. */
function PlainText({ name, value, gutter, isBusy }: CodeEditorProps & { readonly isBusy: boolean }) {
  return (
    <pre
      aria-label={name}
      aria-busy={isBusy}
      className={`absolute inset-0 overflow-hidden py-2 wire ${gutter === 'none' ? 'pl-4' : 'pl-14'}`}
    >
      {value.slice(0, 16_384)}
    </pre>
  )
}
