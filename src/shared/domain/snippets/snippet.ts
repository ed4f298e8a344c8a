import { schemeOf, type SchemeChoice } from '../signature/scheme.ts'
import { aspnetReceiver } from './csharp/receiver.ts'
import { goReceiver } from './go/receiver.ts'
import { expressReceiver, fastifyReceiver, httpReceiver } from './node/receivers.ts'
import { laravelReceiver, phpReceiver } from './php/receivers.ts'
import type { Place } from './place.ts'
import { fastapiReceiver, flaskReceiver } from './python/receivers.ts'
import { recipeOf, type Recipe } from './recipe.ts'
import { sinatraReceiver } from './ruby/receiver.ts'

/** Receiver code that checks signatures, for people to put into their programs. No secret is ever part of it. */

interface Language {
  /** For people. */
  readonly label: string
  /** Name of the file; `*` stands for the provider. */
  readonly file: string
  /** `name`: the provider as classes are called. */
  readonly write: (recipe: Recipe, name: string) => string
}

const LANGUAGES = {
  'node-express': { label: 'Node, Express', file: 'receiver.mjs', write: expressReceiver },
  'node-fastify': { label: 'Node, Fastify', file: 'receiver.mjs', write: fastifyReceiver },
  'node-http': { label: 'Node alone', file: 'receiver.mjs', write: httpReceiver },
  'python-flask': { label: 'Python, Flask', file: 'receiver.py', write: flaskReceiver },
  'python-fastapi': { label: 'Python, FastAPI', file: 'receiver.py', write: fastapiReceiver },
  php: { label: 'PHP alone', file: 'receiver.php', write: phpReceiver },
  'php-laravel': { label: 'PHP, Laravel', file: '*WebhookController.php', write: laravelReceiver },
  'csharp-aspnet': { label: 'C#, ASP.NET Core', file: 'Program.cs', write: aspnetReceiver },
  go: { label: 'Go', file: 'receiver.go', write: goReceiver },
  'ruby-sinatra': { label: 'Ruby, Sinatra', file: 'receiver.rb', write: sinatraReceiver },
} as const satisfies Record<string, Language>

export type SnippetLanguage = keyof typeof LANGUAGES
export const SNIPPET_LANGUAGES = Object.keys(LANGUAGES) as [SnippetLanguage, ...SnippetLanguage[]]

/** Each language as people call it. */
export function languageLabel(language: SnippetLanguage): string {
  return LANGUAGES[language].label
}

export type Snippet =
  | { readonly kind: 'code'; readonly fileName: string; readonly code: string }
  /** None can be written; the sentence says why. */
  | { readonly kind: 'none'; readonly why: string }

/** A whole program that receives what a scheme signs, and checks it. */
export function snippetOf(language: SnippetLanguage, scheme: SchemeChoice, place: Place): Snippet {
  const recipe = recipeOf(scheme, place)
  if (typeof recipe === 'string') return { kind: 'none', why: recipe }
  const { file, write }: Language = LANGUAGES[language]
  const name = className(schemeOf(scheme).id)
  return { kind: 'code', fileName: file.replace('*', name), code: write(recipe, name) }
}

/** `StandardWebhooks` of `standard-webhooks`; nothing of a scheme that was not named. */
function className(id: string): string {
  if (id === 'custom') return ''
  const words = id.split(/[^A-Za-z0-9]+/).map((word) => word.charAt(0).toUpperCase() + word.slice(1))
  return words.join('').replace(/^\d+/, '')
}
