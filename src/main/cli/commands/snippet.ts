import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { defaultPlace, placeOfEndpoint, placeOfInbox, type Place } from '../../../shared/domain/snippets/place.ts'
import { languageLabel, SNIPPET_LANGUAGES, snippetOf, type SnippetLanguage } from '../../../shared/domain/snippets/snippet.ts'
import { badInput } from '../failure.ts'
import { findEndpoint, findInbox } from '../find.ts'
import type { Host } from '../host.ts'
import { scheme, snippetLanguage } from '../options.ts'

interface SnippetOptions {
  readonly language?: SnippetLanguage
  readonly scheme?: SchemeChoice
}

interface Subject {
  readonly scheme: SchemeChoice
  readonly place: Place
}

/** `hookscope snippet`: receiver code that checks signatures. Needs no engine unless an inbox or endpoint is named. */
export function snippetCommand(host: Host): Command {
  return host
    .command({
      name: 'snippet',
      summary: 'print receiver code that checks signatures',
      description:
        'Prints a whole receiver that checks the signatures of a scheme, or of what an inbox (by its path or id) or endpoint (by its name or ' +
        'id) expects, for the same path and port. It reads its secret from an environment variable. Without --language it lists the languages.',
      examples: [
        ['hookscope snippet', 'the languages'],
        ['hookscope snippet --language node-express > receiver.mjs', 'for the CRM; the comment at its top says how it is run'],
        ['hookscope snippet --language php-laravel --scheme stripe', 'for a provider'],
        ['hookscope snippet /webhooks/github --language go', 'for what an inbox expects'],
      ],
    })
    .argument('[owner]', 'path or id of an inbox, name or id of an endpoint')
    .option('--language <language>', `one of: ${SNIPPET_LANGUAGES.join(', ')}`, snippetLanguage)
    .option('--scheme <scheme>', `how the provider signs (default: the owner's, else crm)`, scheme)
    .action(
      host.run<SnippetOptions, [string | undefined]>(async ({ output, withSession }, options, owner) => {
        if (options.language === undefined) {
          const languages = SNIPPET_LANGUAGES.map((language) => ({ language, label: languageLabel(language) }))
          output.many(languages, {
            text: (all) => all.map(({ language, label }) => `${language.padEnd(WIDTH)}${label}`).join('\n'),
            quiet: ({ language }) => language,
          })
          output.hint('Name one with --language.')
          return
        }
        const subject =
          owner === undefined
            ? subjectOf(options.scheme ?? 'crm')
            : await withSession({ deliver: 'none' }, ({ client }) => subjectOfOwner(client, owner, options.scheme))
        const snippet = snippetOf(options.language, subject.scheme, subject.place)
        if (snippet.kind === 'none') throw badInput(snippet.why, 'Choose another scheme with --scheme.')
        const { fileName, code } = snippet
        const value = { language: options.language, scheme: schemeOf(subject.scheme).id, fileName, code }
        output.one(value, { text: () => code, quiet: () => code })
      }),
    )
}

const WIDTH = Math.max(...SNIPPET_LANGUAGES.map((language) => language.length)) + 2

function subjectOf(choice: SchemeChoice): Subject {
  return { scheme: choice, place: defaultPlace(choice) }
}

/** `chosen`: in place of the owner's own. */
async function subjectOfOwner(client: Client, owner: string, chosen: SchemeChoice | undefined): Promise<Subject> {
  if (owner.startsWith('/') || owner.startsWith('inbox_')) {
    const inbox = findInbox(await client.inboxes.list(), owner)
    const choice = chosen ?? inbox.scheme
    if (choice === null) throw badInput(`The inbox ${inbox.path} expects no signature.`, 'Say how it is signed with --scheme.')
    return { scheme: choice, place: placeOfInbox(inbox, choice) }
  }
  const endpoint = findEndpoint(await client.endpoints.list(), owner)
  const choice = chosen ?? endpoint.scheme
  return { scheme: choice, place: placeOfEndpoint(endpoint, choice) }
}
