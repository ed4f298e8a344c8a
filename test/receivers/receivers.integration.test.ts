import { expect, test } from 'vitest'
import { languageLabel } from '../../src/shared/domain/snippets/snippet.ts'
import { MINUTE_MS } from '../../src/shared/domain/units.ts'
import { lackOf, type Runnable } from './runtimes.ts'
import { tryReceivers } from './try-receivers.ts'

// Those that need packages of npm are in `packages.receivers.ts`.
const LANGUAGES: readonly Runnable[] = ['node-http', 'python-flask', 'python-fastapi', 'php', 'php-laravel', 'go', 'ruby-sinatra']

test.for(LANGUAGES.map((language) => ({ language, label: languageLabel(language) })))(
  'receivers in $label take what is signed under either secret, and refuse the rest',
  // Go compiles its library when it never did before.
  { timeout: 5 * MINUTE_MS },
  async ({ language, label }, { skip }) => {
    const lack = lackOf(language)
    if (lack !== null) {
      console.warn(`Receivers in ${label} were not run: there is no ${lack} here.`)
      return skip(`there is no ${lack} here`)
    }
    const { got, wanted } = await tryReceivers(language)
    expect(got).toEqual(wanted)
  },
)
