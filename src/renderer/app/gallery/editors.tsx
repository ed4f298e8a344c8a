import { useState } from 'react'
import { CodeEditor } from '../../components/editor/code-editor.tsx'
import { DiffEditor } from '../../components/editor/diff-editor.tsx'
import { ProblemsFoot } from '../../components/problems-foot.tsx'
import { Section } from './section.tsx'

const VARIABLES = [{ name: '$uuid', usage: '', description: 'A random UUID.' }]
const FIRST = '{\n  "eventType": "deal.won",\n  "amount": 50000\n}'
const SECOND = '{\n  "eventType": "deal.won",\n  "amount": 65000\n}'

/** Monaco in our tokens, and what the schema says below it. */
export function Editors() {
  const [text, setText] = useState('{\n  "eventId": "evt_{{$uuid}}",\n  "amount": "many"\n}')
  const [differences, setDifferences] = useState<number | null>(null)
  return (
    <Section title="Editors">
      <div className="card flex flex-col overflow-hidden">
        <CodeEditor name="Event that can be edited" value={text} language="json" variables={VARIABLES} height={108} onChange={setText} />
        <ProblemsFoot problems={[]} />
        <ProblemsFoot
          problems={[{ path: '/amount', message: 'is a text and should be a number' }]}
          note="A problem never stops you from sending"
        />
        <ProblemsFoot
          problems={[
            { path: '/data/amount', message: 'is a text and should be a number' },
            { path: '', message: 'has no eventType' },
          ]}
        />
      </div>
      <div className="card flex flex-col overflow-hidden">
        <CodeEditor name="Body that is only read" value={FIRST} language="json" readOnly height={100} />
      </div>
      <div className="card flex h-28 flex-col overflow-hidden">
        <DiffEditor
          a={{ name: 'Body of A', text: FIRST, quiet: [] }}
          b={{ name: 'Body of B', text: SECOND, quiet: [] }}
          language="json"
          onResult={(result) => setDifferences(result?.differences ?? null)}
        />
      </div>
      <p className="type-small text-ink-3">{differences ?? 'no'} differences told</p>
    </Section>
  )
}
