import { createRequire } from 'node:module'
import { join } from 'node:path'

interface Node {
  readonly findAll: (query: { readonly rule: { readonly kind: string } }) => Node[]
  readonly range: () => { readonly start: { readonly line: number } }
  readonly text: () => string
}

interface AstGrep {
  readonly registerDynamicLanguage: (languages: Readonly<Record<string, unknown>>) => void
  readonly parse: (language: string, code: string) => { readonly root: () => Node }
}

/** Where code is no C#, as `line: text`; empty when all of it is. */
export function csharpMistakes(code: string): string[] {
  const grep = (parser ??= load())
  const mistakes = grep
    .parse('csharp', code)
    .root()
    .findAll({ rule: { kind: 'ERROR' } })
  return mistakes.map((mistake) => `${mistake.range().start.line + 1}: ${mistake.text()}`)
}

let parser: AstGrep | null = null

/** Its packages are installed in this folder alone, so the project's types do not know them. */
function load(): AstGrep {
  const require = createRequire(join(import.meta.dirname, 'package.json'))
  const grep = require('@ast-grep/napi') as AstGrep
  grep.registerDynamicLanguage({ csharp: require('@ast-grep/lang-csharp') as unknown })
  return grep
}
