import type { editor } from 'monaco-editor/editor'

/** What all editors share: wire text, dense, and nothing beside it. */
export const EDITOR_LOOKS = {
  automaticLayout: true,
  fontFamily: 'var(--font-wire)',
  fontSize: 12,
  lineHeight: 20,
  fontLigatures: false,
  padding: { top: 8, bottom: 8 },
  minimap: { enabled: false },
  lineNumbersMinChars: 4,
  glyphMargin: false,
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  matchBrackets: 'near',
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  contextmenu: false,
  links: false,
  unicodeHighlight: { ambiguousCharacters: false },
  wrappingIndent: 'indent',
  fixedOverflowWidgets: true,
  scrollbar: { useShadows: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
} as const satisfies editor.IStandaloneEditorConstructionOptions
