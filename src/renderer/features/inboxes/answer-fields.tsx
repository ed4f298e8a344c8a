import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { FormRow } from '../../components/form-row.tsx'
import { HeadersField } from '../../components/headers-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { InboxDraft } from './inbox-draft.ts'

const EDITOR_PX = 128

interface AnswerFieldsProps {
  readonly draft: InboxDraft
  readonly onChange: (changes: Partial<InboxDraft>) => void
  readonly errorOf: (field: keyof InboxDraft) => string | undefined
  /** By the header's place. */
  readonly headerErrors: ReadonlyMap<number, string>
}

/** What the inbox answers: status, delay, headers, body. */
export function AnswerFields({ draft, onChange, errorOf, headerErrors }: AnswerFieldsProps) {
  const isJson = saysJson(draft.headers)
  const bodyError = errorOf('body')
  return (
    <FormRow title="Answer">
      <div className="flex flex-wrap gap-4">
        <TextField
          label="Status"
          compact
          className="w-28"
          inputMode="numeric"
          error={errorOf('status')}
          value={draft.status}
          onChange={(status) => onChange({ status })}
        />
        <TextField
          label="Delay"
          compact
          className="w-28"
          error={errorOf('delay')}
          value={draft.delay}
          onChange={(delay) => onChange({ delay })}
        />
      </div>
      <HeadersField label="Answer headers" value={draft.headers} onChange={(headers) => onChange({ headers })} errors={headerErrors} />
      <div className="flex flex-col gap-1">
        <span className="field-label">Body</span>
        <div className="overflow-hidden rounded-m border border-line-strong">
          <CodeEditor
            key={isJson ? 'json' : 'text'}
            name="Body of the answer"
            value={draft.body}
            language={isJson ? 'json' : 'text'}
            gutter="none"
            height={EDITOR_PX}
            onChange={(body) => onChange({ body })}
          />
        </div>
        {bodyError === undefined ? (
          isJson &&
          !isJsonText(draft.body) && (
            <p className="type-small text-warn">The body is no JSON, though its Content-Type says so. It can be sent all the same.</p>
          )
        ) : (
          <p className="field-error" role="alert">
            {bodyError}
          </p>
        )}
      </div>
    </FormRow>
  )
}

function saysJson(headers: RawHeaders): boolean {
  return headers.some(([name, value]) => name.toLowerCase() === 'content-type' && /[/+]json\b/i.test(value))
}

function isJsonText(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return text.trim() === ''
  }
}
