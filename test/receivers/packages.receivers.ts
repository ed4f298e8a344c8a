import { expect, test } from 'vitest'
import { languageLabel, type SnippetLanguage } from '../../src/shared/domain/snippets/snippet.ts'
import { csharpMistakes } from './csharp-parser.ts'
import { receiversOf, type Runnable } from './runtimes.ts'
import { tryReceivers } from './try-receivers.ts'

const LANGUAGES: readonly Runnable[] = ['node-express', 'node-fastify']

test.for(LANGUAGES.map((language) => ({ language, label: languageLabel(language) })))(
  'receivers in $label take what is signed under either secret, and refuse the rest',
  async ({ language }) => {
    const { got, wanted } = await tryReceivers(language)
    expect(got).toEqual(wanted)
  },
)

test('receivers in C# are C# to a parser', () => {
  const language: SnippetLanguage = 'csharp-aspnet'
  console.warn(`Receivers in ${languageLabel(language)} were parsed and not run: no package of npm or Debian holds .NET.`)
  expect(receiversOf(language).flatMap(({ scheme, code }) => csharpMistakes(code).map((mistake) => `${scheme.id}, ${mistake}`))).toEqual([])
})
