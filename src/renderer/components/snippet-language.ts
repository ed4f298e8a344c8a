import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../../shared/domain/snippets/snippet.ts'

const KEY = 'snippet-language'

/** The language that was chosen last on this machine; the first one before that. */
export function snippetLanguage(): SnippetLanguage {
  const stored = localStorage.getItem(KEY)
  return SNIPPET_LANGUAGES.find((language) => language === stored) ?? SNIPPET_LANGUAGES[0]
}

/** Remembers a choice on this machine. */
export function chooseSnippetLanguage(language: SnippetLanguage): void {
  localStorage.setItem(KEY, language)
}
