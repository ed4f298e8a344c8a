import type { Command } from 'commander'
import { diagnoseNow } from '../../../shared/domain/diagnosis/diagnose.ts'
import { schemeOf, type SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { verify } from '../../../shared/domain/signature/verify.ts'
import { systemClock } from '../../engine/system.ts'
import { formatDiagnosis } from '../diagnosis-text.ts'
import type { Explained } from '../explained.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Context, Host } from '../host.ts'
import { readBody, readSecrets } from '../input.ts'
import { messageOf, wireText, withMessageFlags, type MessageOptions } from '../message-flags.ts'
import { collect, scheme } from '../options.ts'
import type { Output } from '../output.ts'
import { formatVerification } from '../verification-text.ts'
import { assertOneStdin } from './sign.ts'

interface VerifyOptions extends MessageOptions {
  readonly scheme?: SchemeChoice
  readonly secret?: readonly string[]
  readonly body?: string
}

/** `hookscope verify`: the verdict on a capture, or on a body and headers at hand. */
export function verifyCommand(host: Host): Command {
  const command = host
    .command({
      name: 'verify',
      summary: 'check a signature and say why it is not valid',
      description:
        'Checks the signature of a capture again, or of a body in a file with its headers; the latter needs no engine. Of one that is not valid it finds out what was signed instead, and how. Ends with 0 when it is valid and 1 otherwise.',
      examples: [
        ['hookscope verify 3k9x2m1p', 'a capture, under the present secret of its inbox'],
        ['hookscope verify 3k9x2m1p --secret env:OTHER', 'under another secret, or several, newest first'],
        ['hookscope verify 3k9x2m1p --scheme square --url https://hooks.example/square', 'as if its sender had posted to this url'],
        [`hookscope verify --secret @key --body @body.json --header 'X-Webhook-Signature: sha256=…'`, 'a body at hand'],
      ],
    })
    .argument('[id]', 'capture: its id or a unique part of it')
    .option('--scheme <scheme>', 'how the provider signs (default: that of the inbox, else crm)', scheme)
    .option(
      '--secret <secret>',
      'text, @FILE, env:NAME or - (one line end after it is dropped; default env HOOKSCOPE_SECRET); several, newest first',
      collect,
    )
    .option('--body <file>', '@FILE, or - for standard input; its bytes are never changed')
  return withMessageFlags(command).action(
    host.run<VerifyOptions, [string | undefined]>(async (context, options, id) => {
      assertOneStdin(options)
      const explained = id === undefined ? await verifyBody(context, options) : await verifyCapture(context, options, id)
      show(context.output, explained)
      return explained.verification.verdict === 'valid' ? 0 : 1
    }),
  )
}

async function verifyCapture({ terminal, withSession }: Context, options: VerifyOptions, id: string): Promise<Explained> {
  if (options.body !== undefined || options.header !== undefined || options.at !== undefined) {
    throw badInput('A capture has its own body, headers and time.', 'Leave out the id, or --body, --header and --at.')
  }
  // The inbox has secrets of its own; only those that are asked for take their place.
  const secrets = options.secret === undefined ? [] : await readSecrets(options.secret, terminal.stdin, terminal.env)
  return withSession({ deliver: 'none', isLooking: true }, async ({ client }) =>
    client.exchanges.diagnose({
      id: await findId(client, id),
      ...(secrets.length === 0 ? {} : { secrets }),
      ...(options.scheme === undefined ? {} : { scheme: options.scheme }),
      ...(options.url === undefined ? {} : { url: wireText(options.url) }),
    }),
  )
}

async function verifyBody({ terminal }: Context, options: VerifyOptions): Promise<Explained> {
  if (options.body === undefined) throw badInput('There is nothing to verify.', 'Name a capture, or give --body and --header.')
  const secrets = await readSecrets(options.secret, terminal.stdin, terminal.env)
  if (secrets.length === 0) throw badInput('There is no secret to verify with.', 'Give --secret, or set HOOKSCOPE_SECRET.')
  const scheme = schemeOf(options.scheme ?? 'crm')
  const arrived = messageOf(options, scheme)
  const body = await readBody(options.body, terminal.stdin)
  const verification = verify(scheme, secrets, arrived, body)
  const patient = { scheme, arrived, body, secrets: secrets.map((secret) => ({ name: null, secret })), otherSecrets: [] }
  return { verification, diagnosis: diagnoseNow(patient, verification, systemClock.monotonic) }
}

function show({ one, paint }: Output, { verification, diagnosis }: Explained): void {
  one(
    { ...verification, diagnosis },
    { text: () => formatVerification(verification, paint) + (diagnosis ? `\n\n${formatDiagnosis(diagnosis, paint)}` : '') },
  )
}
