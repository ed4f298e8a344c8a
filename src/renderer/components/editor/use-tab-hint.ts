import { useEffect, useState, type RefObject } from 'react'
import type { TabUse } from './tab-hint.tsx'
import { monaco } from './monaco.ts'

/**
 * What Tab does in the editor, while that is worth saying: from when the keyboard has come into it, or from the first Tab of
 * somebody who came by mouse, until the focus leaves.
 */
export function useTabHint(
  place: RefObject<HTMLElement | null>,
  editorOf: () => monaco.editor.IStandaloneCodeEditor | null,
): TabUse | null {
  const [use, setUse] = useState<TabUse | null>(null)
  useEffect(() => {
    const frame = place.current
    const editor = editorOf()
    if (!frame || !editor) return
    let byMouse = false
    const tell = (): void => setUse(editor.getOption(monaco.editor.EditorOption.tabFocusMode) ? 'leaves' : 'indents')
    const point = (): void => {
      byMouse = true
    }
    const press = ({ key }: KeyboardEvent): void => {
      if (key === 'Tab') tell()
    }
    const listening = [
      editor.onDidFocusEditorWidget(() => !byMouse && tell()),
      editor.onDidBlurEditorWidget(() => {
        byMouse = false
        setUse(null)
      }),
      editor.onDidChangeConfiguration((change) => {
        if (change.hasChanged(monaco.editor.EditorOption.tabFocusMode) && editor.hasWidgetFocus()) tell()
      }),
    ]
    frame.addEventListener('pointerdown', point, { capture: true })
    frame.addEventListener('keydown', press, { capture: true })
    if (editor.hasWidgetFocus()) tell()
    return () => {
      for (const each of listening) each.dispose()
      frame.removeEventListener('pointerdown', point, { capture: true })
      frame.removeEventListener('keydown', press, { capture: true })
    }
    // oxlint-disable-next-line react/exhaustive-deps -- the editor is made with the place and lives as long
  }, [place])
  return use
}
