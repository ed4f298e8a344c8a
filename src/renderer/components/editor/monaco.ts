import 'monaco-editor/features/register.all'
import * as monaco from 'monaco-editor/editor'
// The bundler makes a worker of what has this query.
// oxlint-disable-next-line import/default
import EditorWorker from 'monaco-editor/editor/editor.worker?worker'
// oxlint-disable-next-line import/default
import JsonWorker from 'monaco-editor/languages/features/json/json.worker?worker'
import 'monaco-editor/languages/features/json/register'
import { monacoTheme } from './monaco-theme.ts'

export { monaco }
export type TextModel = monaco.editor.ITextModel

const THEME = 'hookscope'
let isStarted = false
let models = 0

/** Workers, theme and fonts; for the first editor only. */
export function startMonaco(): void {
  if (isStarted) return
  isStarted = true
  // Without this Monaco starts its worker from a blob: URL, which the page's policy forbids.
  globalThis.MonacoEnvironment = { getWorker: (_id, label) => (label === 'json' ? new JsonWorker() : new EditorWorker()) }
  applyTheme()
  new MutationObserver(applyTheme).observe(document.documentElement, { attributeFilter: ['data-theme'] })
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', applyTheme)
  // Characters are measured once; the web font may come after that.
  void document.fonts.ready.then(() => monaco.editor.remeasureFonts())
}

/** A text under an address of its own. */
export function createModel(value: string, language: 'json' | 'text'): TextModel {
  const uri = monaco.Uri.parse(`hookscope://text/${++models}.${language === 'json' ? 'json' : 'txt'}`)
  const model = monaco.editor.createModel(value, language === 'json' ? 'json' : 'plaintext', uri)
  model.updateOptions({ tabSize: 2, bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } })
  return model
}

function applyTheme(): void {
  monaco.editor.defineTheme(THEME, monacoTheme(readToken))
  monaco.editor.setTheme(THEME)
}

/** A colour of the tokens as it is now. The browser resolves light-dark(); Monaco knows #rrggbbaa only. */
function readToken(name: string): string {
  const probe = document.createElement('i')
  probe.style.color = `var(--${name})`
  document.body.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}
