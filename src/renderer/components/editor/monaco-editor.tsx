import { useEffect, useRef } from 'react'
import type { CodeEditorProps } from './code-editor.tsx'
import { setSchema } from './json-schemas.ts'
import { EDITOR_LOOKS } from './editor-looks.ts'
import { showPlaceholders } from './placeholders.ts'
import { createModel, monaco, startMonaco, type TextModel } from './monaco.ts'
import { offerQuickFixes } from './quick-fixes.ts'
import { TabHint } from './tab-hint.tsx'
import { useTabHint } from './use-tab-hint.ts'

/** The editor itself; its props may change at any time, `readOnly` and `language` excepted. */
export function MonacoEditor({
  name,
  value,
  language,
  readOnly = false,
  schema,
  variables,
  onChange,
  wrap = false,
  autoFocus = false,
  gutter = 'lines',
  finding = 0,
}: CodeEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const shown = useRef<{ readonly editor: monaco.editor.IStandaloneCodeEditor; readonly model: TextModel } | null>(null)
  const latest = useRef({ value, onChange })
  const takesFocus = useRef(autoFocus)
  useEffect(() => {
    latest.current = { value, onChange }
  })

  useEffect(() => {
    if (!place.current) return
    startMonaco()
    offerQuickFixes()
    const model = createModel(latest.current.value, language)
    const editor = monaco.editor.create(place.current, { ...EDITOR_LOOKS, model, readOnly, domReadOnly: readOnly, tabFocusMode: readOnly })
    const listening = model.onDidChangeContent(() => {
      const text = model.getValue()
      // Also told when the text was set from outside: that is no edit.
      if (text !== latest.current.value) latest.current.onChange?.(text)
    })
    shown.current = { editor, model }
    if (takesFocus.current) editor.focus()
    takesFocus.current = false
    return () => {
      shown.current = null
      listening.dispose()
      setSchema(model.uri.toString(), undefined)
      editor.dispose()
      model.dispose()
    }
  }, [language, readOnly])

  useEffect(() => {
    shown.current?.editor.updateOptions({ ariaLabel: name, wordWrap: wrap ? 'on' : 'off', ...GUTTERS[gutter] })
  }, [name, wrap, gutter, language, readOnly])

  useEffect(() => {
    const model = shown.current?.model
    if (!model || model.getValue() === value) return
    if (readOnly) model.setValue(value)
    // An edit, so that undo leads back to what stood there.
    else model.pushEditOperations([], [{ range: model.getFullModelRange(), text: value }], () => null)
  }, [value, readOnly])

  useEffect(() => {
    const model = shown.current?.model
    if (model) setSchema(model.uri.toString(), schema)
  }, [schema, language, readOnly])

  useEffect(() => {
    if (!shown.current || !variables) return
    return showPlaceholders(shown.current.editor, shown.current.model, variables)
  }, [variables, language, readOnly])

  useEffect(() => {
    if (finding === 0 || !shown.current) return
    shown.current.editor.focus()
    shown.current.editor.trigger('page', 'actions.find', null)
  }, [finding])

  const tabUse = useTabHint(place, () => shown.current?.editor ?? null)

  return (
    <>
      <div ref={place} className="absolute inset-0" />
      {!readOnly && <TabHint use={tabUse} />}
    </>
  )
}

const GUTTERS = {
  lines: { lineNumbers: 'on', folding: true, lineDecorationsWidth: 8 },
  none: { lineNumbers: 'off', folding: false, lineDecorationsWidth: 16 },
} as const
