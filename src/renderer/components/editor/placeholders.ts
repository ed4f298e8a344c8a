import { findPlaceholders } from '../../../shared/domain/variables/placeholders.ts'
import type { EditorVariable } from './code-editor.tsx'
import { monaco, type TextModel } from './monaco.ts'

/**
 * `{{variables}}` in an editor: marked, completed and explained. Monaco's JSON knows nothing of them, so what it says
 * about them is taken back; what is sent is checked once they are filled in.
 */

/** By text, what may stand between its braces. */
const variablesOf = new WeakMap<TextModel, ReadonlyMap<string, EditorVariable>>()
let areOffered = false

/** Marks placeholders from now on; the returned function ends that. */
export function showPlaceholders(
  editor: monaco.editor.IStandaloneCodeEditor,
  model: TextModel,
  variables: readonly EditorVariable[],
): () => void {
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  variablesOf.set(model, byName)
  offerVariables()
  const marks = editor.createDecorationsCollection()
  const mark = (): void => {
    marks.set(
      findPlaceholders(model.getValue()).map(({ start, end, name }) => ({
        range: rangeOf(model, start, end),
        options: {
          description: 'placeholder',
          inlineClassName: byName.has(name) ? 'mark-value' : 'mark-unknown',
          stickiness: monaco.editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
        },
      })),
    )
  }
  const calm = (): void => {
    const said = monaco.editor.getModelMarkers({ owner: 'json', resource: model.uri })
    const kept = markersBesidePlaceholders(model, said)
    if (kept.length < said.length) monaco.editor.setModelMarkers(model, 'json', kept)
  }
  mark()
  const listening = [
    model.onDidChangeContent(mark),
    monaco.editor.onDidChangeMarkers((changed) => {
      // Later: a change made while this one is told would be told to nobody.
      if (changed.some((uri) => uri.toString() === model.uri.toString())) setTimeout(() => !model.isDisposed() && calm())
    }),
  ]
  calm()
  return () => {
    for (const each of listening) each.dispose()
    marks.clear()
  }
}

/** Outside of strings a placeholder is no JSON at all: then nothing of what follows it can be believed. */
function markersBesidePlaceholders(model: TextModel, markers: readonly monaco.editor.IMarker[]): monaco.editor.IMarker[] {
  const text = model.getValue()
  const placeholders = findPlaceholders(text)
  if (placeholders.some(({ start }) => !isInString(text, start))) return []
  const ranges = placeholders.map(({ start, end }) => rangeOf(model, start, end))
  return markers.filter((marker) => !ranges.some((range) => monaco.Range.areIntersecting(range, marker)))
}

function isInString(text: string, at: number): boolean {
  let isInside = false
  for (let index = text.lastIndexOf('\n', at - 1) + 1; index < at; index++) {
    if (text[index] === '"') isInside = !isInside
    else if (isInside && text[index] === '\\') index++
  }
  return isInside
}

function rangeOf(model: TextModel, start: number, end: number): monaco.Range {
  return monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
}

/** Once for all editors: Monaco keeps one list of providers a language. */
function offerVariables(): void {
  if (areOffered) return
  areOffered = true
  monaco.languages.registerCompletionItemProvider('json', {
    triggerCharacters: ['{', '$'],
    provideCompletionItems: (model, { lineNumber, column }) => {
      const variables = variablesOf.get(model)
      const line = model.getLineContent(lineNumber)
      const typed = /\{\{[ \t]*\$?[\w.-]*$/.exec(line.slice(0, column - 1))?.[0]
      if (!variables || typed === undefined) return { suggestions: [] }
      const closing = /^[ \t]*\}{0,2}/.exec(line.slice(column - 1))?.[0].length ?? 0
      const range = new monaco.Range(lineNumber, column - typed.length, lineNumber, column + closing)
      return {
        suggestions: [...variables.values()].map(({ name, usage, description }, index) => ({
          label: { label: name, description: usage },
          kind: monaco.languages.CompletionItemKind.Variable,
          documentation: description,
          insertText: `{{${name}}}`,
          filterText: `{{${name}`,
          sortText: String(index).padStart(4, '0'),
          range,
        })),
      }
    },
  })
  monaco.languages.registerHoverProvider('json', {
    provideHover: (model, position) => {
      const variables = variablesOf.get(model)
      if (!variables) return null
      const at = model.getOffsetAt(position)
      const placeholder = findPlaceholders(model.getValue()).find(({ start, end }) => start <= at && at < end)
      if (!placeholder) return null
      const variable = variables.get(placeholder.name)
      const usage = variable && variable.usage !== '' ? `\n\n\`{{${variable.name} ${variable.usage}}}\`` : ''
      return {
        range: rangeOf(model, placeholder.start, placeholder.end),
        contents: [{ value: variable ? variable.description + usage : 'No variable has this name: it is sent as it stands.' }],
      }
    },
  })
}
