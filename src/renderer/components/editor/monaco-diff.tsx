import { useEffect, useRef } from 'react'
import type { DiffEditorProps, DiffSide } from './diff-editor.tsx'
import { EDITOR_LOOKS } from './editor-looks.ts'
import { createModel, monaco, startMonaco } from './monaco.ts'

/** The comparison itself; made anew for other texts. */
export function MonacoDiff({ a, b, language, onResult }: DiffEditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const latest = useRef(onResult)
  useEffect(() => {
    latest.current = onResult
  })

  useEffect(() => {
    if (!place.current) return
    startMonaco()
    latest.current(null)
    const original = createModel(a.text, language)
    const modified = createModel(b.text, language)
    const editor = monaco.editor.createDiffEditor(place.current, DIFF_LOOKS)
    let isFirst = true
    const told = editor.onDidUpdateDiff(() => {
      const changes = editor.getLineChanges() ?? []
      // In a megabyte it may be anywhere.
      if (isFirst && changes[0]) showChange(editor, changes[0])
      isFirst = false
      latest.current({
        differences: changes.length,
        go: (direction) => {
          editor.goToDiff(direction)
          const line = editor.getModifiedEditor().getPosition()?.lineNumber ?? 0
          const change = editor.getLineChanges()?.find((each) => startOf(each) === line)
          if (change) showChange(editor, change)
        },
      })
    })
    editor.setModel({ original, modified })
    showQuietValues(editor.getOriginalEditor(), a)
    showQuietValues(editor.getModifiedEditor(), b)
    return () => {
      latest.current(null)
      told.dispose()
      editor.dispose()
      original.dispose()
      modified.dispose()
    }
  }, [a, b, language])

  return <div ref={place} className="absolute inset-0" />
}

/** Brings a change into sight, also what differs far to the right in a long line. */
function showChange(editor: monaco.editor.IStandaloneDiffEditor, change: monaco.editor.ILineChange): void {
  const modified = editor.getModifiedEditor()
  const line = startOf(change)
  modified.setPosition({ lineNumber: line, column: 1 })
  modified.revealLineInCenter(line)
  const span = change.charChanges?.[0]
  if (!span || span.modifiedStartLineNumber === 0) return
  const { modifiedStartLineNumber: from, modifiedStartColumn, modifiedEndLineNumber: to, modifiedEndColumn } = span
  modified.revealRangeInCenterIfOutsideViewport(new monaco.Range(from, modifiedStartColumn, to, modifiedEndColumn))
}

/** Its first line on the right; of what only the left has, the one before it. */
function startOf({ modifiedStartLineNumber }: monaco.editor.ILineChange): number {
  return Math.max(1, modifiedStartLineNumber)
}

/** The comparison sees an empty string; people see the value, quietly. */
function showQuietValues(editor: monaco.editor.ICodeEditor, { name, quiet }: DiffSide): void {
  editor.updateOptions({ ariaLabel: name })
  editor.createDecorationsCollection(
    quiet.map(({ line, column, text }) => ({
      range: new monaco.Range(line, column, line, column + 2),
      options: {
        description: 'quiet value',
        inlineClassName: 'quiet-stand-in',
        inlineClassNameAffectsLetterSpacing: true,
        after: { content: text, inlineClassName: 'quiet-value', inlineClassNameAffectsLetterSpacing: true },
      },
    })),
  )
}

const DIFF_LOOKS = {
  ...EDITOR_LOOKS,
  readOnly: true,
  domReadOnly: true,
  tabFocusMode: true,
  renderSideBySide: true,
  useInlineViewWhenSpaceIsLimited: false,
  enableSplitViewResizing: false,
  ignoreTrimWhitespace: false,
  renderGutterMenu: false,
  renderMarginRevertIcon: false,
  renderOverviewRuler: true,
} as const satisfies monaco.editor.IStandaloneDiffEditorConstructionOptions
