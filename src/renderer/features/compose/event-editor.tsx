import { useMemo } from 'react'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import { CodeEditor } from '../../components/editor/code-editor.tsx'

interface EventEditorProps {
  readonly type: string
  readonly text: string
  readonly onChange: (text: string) => void
}

/** The event as JSON, with the schema of its type. */
export function EventEditor({ type, text, onChange }: EventEditorProps) {
  const schema = useMemo(() => envelopeSchema(type), [type])
  // An editor for each type: undo must not lead into the text of another.
  return <CodeEditor key={type} name={`Event ${type}`} language="json" value={text} schema={schema} onChange={onChange} />
}
