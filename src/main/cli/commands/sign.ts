import type { Command } from 'commander'
import { schemeOf, type SchemeId } from '../../../shared/domain/signature/scheme.ts'
import { sign } from '../../../shared/domain/signature/sign.ts'
import { badInput } from '../failure.ts'
import type { Host } from '../host.ts'
import { readBody, readSecret } from '../input.ts'
import { scheme } from '../options.ts'

interface SignOptions {
  readonly scheme: SchemeId
  readonly secret?: string
  readonly body: string
}

/** `hookscope sign`: the headers that sign a body. Needs no engine. */
export function signCommand(host: Host): Command {
  return host
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
      ],
    })
    .requiredOption('--body <file>', '@FILE, or - for standard input')
    .option('--secret <secret>', 'text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET)')
    .option('--scheme <scheme>', 'how the provider signs', scheme, 'crm')
    .action(
      host.run<SignOptions>(async ({ output, terminal }, options) => {
        assertOneStdin(options)
        const secret = await readSecret(options.secret, terminal.stdin, terminal.env)
        if (secret === undefined) throw badInput('There is no secret to sign with.', 'Give --secret, or set HOOKSCOPE_SECRET.')
        const body = await readBody(options.body, terminal.stdin)
        const headers = sign(schemeOf(options.scheme), secret, body).map(([name, value]) => ({ name, value }))
        const line = ({ name, value }: { name: string; value: string }): string => `${name}: ${value}`
        output.many(headers, { text: (all) => all.map(line).join('\n'), quiet: line })
      }),
    )
}

/** Standard input can be the body or the secret, not both. */
export function assertOneStdin(options: {
  readonly secret?: string | undefined
  readonly body?: string | undefined
  readonly data?: string | undefined
}): void {
  const users = [options.secret, options.body, options.data].filter((value) => value === '-')
  if (users.length > 1) throw badInput('Standard input is asked for twice.', 'Give one of them as @FILE.')
}
