import type { editor } from 'monaco-editor/editor'

/** Monaco's theme from the page's tokens. `read` gives a token's colour as `rgb(…)`. */
export function monacoTheme(read: (token: string) => string): editor.IStandaloneThemeData {
  const colour = (token: string): string => hexColour(read(token))
  const ink = (token: string): string => colour(token).slice(1)
  return {
    base: isDark(colour('surface')) ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: ink('text') },
      { token: 'string.key.json', foreground: ink('syn-key') },
      { token: 'string.value.json', foreground: ink('syn-string') },
      { token: 'number.json', foreground: ink('syn-number') },
      { token: 'keyword.json', foreground: ink('syn-atom') },
      { token: 'delimiter', foreground: ink('syn-punct') },
      { token: 'comment', foreground: ink('syn-comment') },
    ],
    colors: {
      'editor.background': colour('sunken'),
      'editor.foreground': colour('text'),
      'editorLineNumber.foreground': colour('text-3'),
      'editorLineNumber.dimmedForeground': colour('text-3'),
      'editorLineNumber.activeForeground': colour('text-2'),
      'editorCursor.foreground': colour('accent'),
      'editor.selectionBackground': colour('selected'),
      'editor.inactiveSelectionBackground': colour('selected'),
      'editor.findMatchBackground': colour('warn-soft'),
      'editor.findMatchHighlightBackground': colour('warn-soft'),
      'editorBracketMatch.background': colour('accent-soft'),
      'editorBracketMatch.border': colour('accent-line'),
      'editorError.foreground': colour('fail'),
      'editorWarning.foreground': colour('warn'),
      'editorWidget.background': colour('raised'),
      'editorWidget.border': colour('line-strong'),
      'editorHoverWidget.background': colour('raised'),
      'editorHoverWidget.border': colour('line-strong'),
      'editorActionList.background': colour('raised'),
      'editorActionList.foreground': colour('text'),
      'editorActionList.focusBackground': colour('accent-soft'),
      'editorActionList.focusForeground': colour('text'),
      'editorSuggestWidget.background': colour('raised'),
      'editorSuggestWidget.border': colour('line-strong'),
      'editorSuggestWidget.selectedBackground': colour('accent-soft'),
      'editorSuggestWidget.selectedForeground': colour('text'),
      'editorSuggestWidget.highlightForeground': colour('accent'),
      'editorSuggestWidget.focusHighlightForeground': colour('accent'),
      'input.background': colour('surface'),
      'input.foreground': colour('text'),
      'input.border': colour('line-control'),
      'diffEditor.removedLineBackground': colour('diff-del'),
      'diffEditor.insertedLineBackground': colour('diff-add'),
      'diffEditor.removedTextBackground': colour('diff-del-mark'),
      'diffEditor.insertedTextBackground': colour('diff-add-mark'),
      'diffEditor.diagonalFill': colour('line'),
      'diffEditorGutter.removedLineBackground': colour('diff-del'),
      'diffEditorGutter.insertedLineBackground': colour('diff-add'),
      'diffEditorOverview.removedForeground': colour('chart-fail'),
      'diffEditorOverview.insertedForeground': colour('chart-ok'),
      focusBorder: colour('focus'),
      'scrollbarSlider.background': colour('press'),
      'scrollbarSlider.hoverBackground': colour('press'),
      'scrollbarSlider.activeBackground': colour('press'),
    },
  }
}

/** `rgb(26, 24, 20)` or `rgba(26, 24, 20, 0.05)` as `#1a1814` or `#1a18140d`. */
export function hexColour(rgb: string): string {
  const [red = 0, green = 0, blue = 0, alpha = 1] = (rgb.match(/[\d.]+/g) ?? []).map(Number)
  const parts = alpha === 1 ? [red, green, blue] : [red, green, blue, alpha * 255]
  return `#${parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`
}

function isDark(hex: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16))
  return red * 0.299 + green * 0.587 + blue * 0.114 < 128
}
