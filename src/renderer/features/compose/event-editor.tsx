import { useMemo } from 'react'
import { envelopeSchema } from '../../../shared/domain/catalogue/envelope-schema.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import { BUILT_IN_VARIABLES } from '../../../shared/domain/variables/built-in.ts'
import type { Variable } from '../../../shared/domain/variables/variable.ts'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import type { Draft } from './draft.ts'

interface EventEditorProps {
  readonly draft: Draft
  /** Of a type of the workspace's own. */
  readonly ownSchema: JsonObject | null
  readonly variables: readonly Variable[]
  readonly onChange: (text: string) => void
}

/** The event as JSON, with the schema of its type and the variables that may stand in it. */
export function EventEditor({ draft: { id, type, text }, ownSchema, variables, onChange }: EventEditorProps) {
  const schema = useMemo(() => ownSchema ?? envelopeSchema(type), [ownSchema, type])
  const offered = useMemo(
    () => [...variables.map(({ name, value }) => ({ name, usage: '', description: value })), ...BUILT_IN_VARIABLES],
    [variables],
  )
  // An editor for each draft: undo must not lead into the text of another.
  return <CodeEditor key={id} name={`Event ${type}`} language="json" value={text} schema={schema} variables={offered} onChange={onChange} />
}
