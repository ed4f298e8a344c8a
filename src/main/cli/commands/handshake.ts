import type { Command } from 'commander'
import { HANDSHAKE_IDS, HANDSHAKE_LABELS, type HandshakeId } from '../../../shared/domain/handshake/handshake.ts'
import type { HandshakeTarget } from '../../../shared/domain/handshake/challenge.ts'
import { ANY_PORT } from '../address.ts'
import { badInput } from '../failure.ts'
import { formatHandshake } from '../handshake-text.ts'
import type { Host } from '../host.ts'
import { readSecret } from '../input.ts'
import { nearest } from '../../../shared/domain/nearest.ts'
import { resolveTargets } from '../targets.ts'

interface HandshakeOptions {
  readonly to: string
  readonly secret?: string
  readonly verifyToken?: string
}

/** `hookscope handshake`: what a provider asks of a receiver before it trusts its address, and whether the answer is right. */
export function handshakeCommand(host: Host): Command {
  const width = Math.max(...HANDSHAKE_IDS.map((id) => id.length))
  return host
    .command({
      name: 'handshake',
      summary: `ask a receiver what a provider asks before it trusts an address`,
      description: [
        `Sends a provider's handshake to your receiver and judges the answers: 0 when all are right, 1 when one is not, with what was expected.`,
        'Requests with a wrong signature are sent where the provider sends them, and must be refused. All of it is recorded.',
      ].join(' '),
      examples: [
        ['hookscope handshake zoom --to http://127.0.0.1:3000/zoom --secret env:ZOOM_SECRET', 'is the plain token encrypted rightly?'],
        ['hookscope handshake xero --to http://127.0.0.1:3000/xero --secret @key', '200 for the right signature, 401 for the wrong one?'],
        ['hookscope handshake meta --to http://127.0.0.1:3000/meta --verify-token mine', 'the challenge, and no answer to a wrong token'],
        ['hookscope handshake --to my-endpoint', `the one of the endpoint's scheme`],
      ],
    })
    .argument('[provider]', `one of ${HANDSHAKE_IDS.join(', ')} (default: that of the endpoint's scheme)`)
    .requiredOption('--to <target>', 'URL, or name or id of an endpoint, active or not')
    .option('--secret <secret>', 'for URLs: text, @FILE, env:NAME or - (default env HOOKSCOPE_SECRET, else the workspace secret)')
    .option('--verify-token <token>', 'what Meta names, and the receiver expects')
    .addHelpText('after', `\nProviders:\n${HANDSHAKE_IDS.map((id) => `  ${id.padEnd(width)}  ${HANDSHAKE_LABELS[id]}`).join('\n')}\n`)
    .action(
      host.run<HandshakeOptions, [string | undefined]>(async ({ terminal, output, withSession }, options, text) => {
        const handshake = text === undefined ? undefined : providerOf(text)
        const secret = await readSecret(options.secret, terminal.stdin, terminal.env)
        return withSession({ deliver: 'own', receiver: ANY_PORT, control: ANY_PORT }, async ({ client }) => {
          const [named] = await resolveTargets(client, [options.to], { scheme: null, secret })
          if (named === undefined) throw badInput('No target is named.', 'Give --to URL or --to ENDPOINT.')
          if (named.kind === 'endpoint' && options.secret !== undefined)
            throw badInput('Endpoints sign with secrets of their own.', 'Give --secret together with --to URL.')
          const target: HandshakeTarget =
            named.kind === 'endpoint' ? named : { kind: 'url', url: named.url, ...(secret === undefined ? {} : { secret }) }
          const report = await client.handshakes.send({
            target,
            ...(handshake === undefined ? {} : { handshake }),
            ...(options.verifyToken === undefined ? {} : { verifyToken: options.verifyToken }),
          })
          output.one(
            { event: 'handshake', ...report },
            {
              text: () => formatHandshake(report, output.paint),
              quiet: () => report.challenges.map(({ exchangeId }) => exchangeId).join('\n'),
            },
          )
          return report.passed ? 0 : 1
        })
      }),
    )
}

function providerOf(text: string): HandshakeId {
  const found = HANDSHAKE_IDS.find((id) => id === text)
  if (found !== undefined) return found
  const meant = nearest(text, HANDSHAKE_IDS)
  throw badInput(
    `There is no handshake of ${text.slice(0, 40)}.`,
    meant === null ? `Name one of: ${HANDSHAKE_IDS.join(', ')}.` : `Did you mean ${meant}?`,
  )
}
