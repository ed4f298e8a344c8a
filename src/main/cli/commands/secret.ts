import type { Command } from 'commander'
import type { Client } from '../../../shared/contract/client.ts'
import { findEndpoint, findInbox } from '../find.ts'
import type { Host } from '../host.ts'
import { badInput } from '../failure.ts'
import { readSecret } from '../input.ts'
import { duration } from '../options.ts'
import { formatMoment } from '../text.ts'
import type { RotatedSecret, Rotation } from '../../../shared/domain/rotation.ts'

interface SecretOptions {
  readonly set?: string
  readonly rotate?: boolean
  readonly keep?: number
}

/** `hookscope secret`: prints or sets a signing secret. */
export function secretCommand(host: Host): Command {
  return host
    .command({
      name: 'secret',
      summary: 'print, set or rotate a signing secret',
      description:
        'Prints the signing secret of the workspace, or of one inbox (by its path or id) or endpoint (by its name or id), alone on stdout.',
      examples: [
        ['hookscope secret', 'the secret that send and the built-in inbox use'],
        ['hookscope secret /webhooks/stripe', 'the secret of an inbox'],
        ['hookscope secret --set env:CRM_SECRET', 'use your own'],
        ['hookscope secret /webhooks/stripe --rotate --keep 24h', 'a new one; the old one stays good for a day'],
      ],
    })
    .argument('[owner]', 'path or id of an inbox, name or id of an endpoint; the workspace when absent')
    .option('--set <secret>', 'use this secret: text, @FILE, env:NAME or - (one line end after it is dropped)')
    .option('--rotate', 'make a new secret, or take that of --set, and keep the present ones for a while')
    .option('--keep <duration>', 'how long the present ones stay good (default: 24h)', duration)
    .action(
      host.run<SecretOptions, [string | undefined]>(async ({ output, terminal, withSession }, options, owner) => {
        const secret = options.set === undefined ? undefined : await readSecret(options.set, terminal.stdin, terminal.env)
        if (options.keep !== undefined && !options.rotate)
          throw badInput('Only a rotation keeps old secrets.', 'Give --keep with --rotate.')
        await withSession({ deliver: 'none' }, async ({ client }) => {
          const found = await ownerOf(client, owner)
          if (options.rotate) {
            const rotation = {
              ...(secret === undefined ? {} : { secret }),
              ...(options.keep === undefined ? {} : { keepMs: options.keep }),
            }
            const rotated = { owner: found.name, ...(await found.rotate(rotation)) }
            output.one(rotated, { text: () => rotated.secret, quiet: () => rotated.secret })
            output.hint(`The secrets before it are good until ${formatMoment(rotated.olderUntil)}.`)
            return
          }
          if (secret !== undefined) await found.put(secret)
          const value = { owner: found.name, secret: secret ?? (await found.read()) }
          if (value.secret === null) throw badInput(`The inbox ${found.name} expects no signature.`, 'Give it a secret with --set.')
          if (secret === undefined) output.one(value, { text: () => value.secret ?? '', quiet: () => value.secret ?? '' })
          else output.one({ owner: found.name }, { text: () => `The secret of ${found.name} is set.` })
        })
      }),
    )
}

interface Owner {
  readonly name: string
  readonly read: () => Promise<string | null>
  readonly put: (secret: string) => Promise<unknown>
  readonly rotate: (rotation: Rotation) => Promise<RotatedSecret>
}

async function ownerOf(client: Client, text: string | undefined): Promise<Owner> {
  if (text === undefined) {
    return {
      name: 'the workspace',
      read: async () => (await client.workspace.secret()).secret,
      put: (secret) => client.workspace.setSecret({ secret }),
      rotate: (rotation) => client.workspace.rotateSecret(rotation),
    }
  }
  if (text.startsWith('/') || text.startsWith('inbox_')) {
    const { id, path } = findInbox(await client.inboxes.list(), text)
    return {
      name: path,
      read: async () => (await client.inboxes.secret({ id })).secret,
      put: (secret) => client.inboxes.update({ id, secret }),
      rotate: (rotation) => client.inboxes.rotateSecret({ id, ...rotation }),
    }
  }
  const { id, name } = findEndpoint(await client.endpoints.list(), text)
  return {
    name,
    read: async () => (await client.endpoints.secret({ id })).secret,
    put: (secret) => client.endpoints.update({ id, secret }),
    rotate: (rotation) => client.endpoints.rotateSecret({ id, ...rotation }),
  }
}
