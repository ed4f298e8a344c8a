import type { Command } from 'commander'
import { keyProblem } from '../../../shared/domain/signature/secret.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { sign, withQuery } from '../../../shared/domain/signature/sign.ts'
import { createIds, formatId } from '../../../shared/domain/ids.ts'
import { systemClock, systemRandom } from '../../engine/system.ts'
import { badInput } from '../failure.ts'
import type { Host } from '../host.ts'
import { readBody, readSecrets } from '../input.ts'
import { messageOf, withMessageFlags, type MessageOptions } from '../message-flags.ts'
import { collect, scheme } from '../options.ts'

interface SignOptions extends MessageOptions {
  readonly id?: string
  readonly scheme: SchemeChoice
  readonly secret?: readonly string[]
  readonly body: string
}

/** `hookscope sign`: the headers that sign a body. Needs no engine. */
export function signCommand(host: Host): Command {
  const command = host
    .command({
      name: 'sign',
      summary: 'print the headers that sign a body',
      description: 'Prints the signature headers of the exact bytes of a file. The body is never changed: a last line end is part of it.',
      examples: [
        ['hookscope sign --secret env:CRM_SECRET --body @event.json', 'one "Name: value" line a header'],
        [
          'curl --data-binary @event.json -H "$(hookscope sign --secret @key --body @event.json)" http://127.0.0.1:3000/hooks',
          'sign for curl',
        ],
        ['hookscope sign --scheme stripe --secret @key --body @event.json --at -10m', 'as a provider signs, ten minutes ago'],
        ['hookscope sign --scheme stripe --secret @new --secret @old --body @event.json', 'with both while a secret is changed'],
      ],
    })
    .requiredOption('--body <file>', '@FILE, or - for standard input')
    .option(
      '--secret <secret>',
      'text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET); several, newest first, where the scheme has room for them',
      collect,
    )
    .option('--scheme <scheme>', 'how the provider signs', scheme, 'crm')
    .option('--id <id>', 'of the message, for schemes that sign one (default: a new one)')
  return withMessageFlags(command).action(
    host.run<SignOptions>(async ({ output, terminal }, options) => {
      assertOneStdin(options)
      const secrets = await readSecrets(options.secret, terminal.stdin, terminal.env)
      if (secrets.length === 0) throw badInput('There is no secret to sign with.', 'Give --secret, or set HOOKSCOPE_SECRET.')
      const body = await readBody(options.body, terminal.stdin)
      const scheme = schemeOf(options.scheme)
      const { at, ...message } = messageOf(options, scheme)
      const id = options.id ?? formatId('delivery', createIds(systemClock.now, systemRandom.bytes)())
      if (!/^[!-~]+$/.test(id)) throw badInput('--id takes printable ASCII without blanks.', 'Give such an id, or none.')
      for (const problem of secrets.map((secret) => keyProblem(scheme, secret))) {
        if (problem !== null) throw badInput(`The secret ${problem}.`, `Give one that is, as ${scheme.label} takes it.`)
      }
      if (secrets.length > 1 && scheme.several === null)
        throw badInput(`A message of ${scheme.label} carries one signature.`, 'Give one --secret.')
      const signed = sign(scheme, secrets, { ...message, body }, { at, id })
      if (scheme.field !== null) {
        output.bytes(signed.body)
        return
      }
      const headers = signed.headers.map(([name, value]) => ({ name, value }))
      const line = ({ name, value }: { name: string; value: string }): string => `${name}: ${value}`
      output.many(headers, { text: (all) => all.map(line).join('\n'), quiet: line })
      if (signed.query !== null) output.hint(`Send it to ${withQuery(options.url ?? '', signed.query)}`)
    }),
  )
}

/** Standard input can be the body or the secret, not both. */
export function assertOneStdin(options: {
  readonly secret?: string | readonly string[] | undefined
  readonly body?: string | undefined
  readonly data?: string | undefined
}): void {
  const users = [options.secret, options.body, options.data].flat().filter((value) => value === '-')
  if (users.length > 1) throw badInput('Standard input is asked for twice.', 'Give one of them as @FILE.')
}
