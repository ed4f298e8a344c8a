import type { Command } from 'commander'
import type { Host } from '../host.ts'

/** `hookscope token`: the REST token, alone on stdout. */
export function tokenCommand(host: Host): Command {
  return host
    .command({
      name: 'token',
      summary: 'print the token for the REST API',
      description: 'Prints the token that REST calls carry as "Authorization: Bearer TOKEN". It stays the same across restarts.',
      examples: [[`curl -H "Authorization: Bearer $(hookscope token)" http://127.0.0.1:5881/api/webhooks`, 'list the registered webhooks']],
    })
    .action(
      host.run(({ output, withSession }) =>
        withSession({ deliver: 'none' }, async ({ client }) => {
          const show = (value: { token: string }): string => value.token
          output.one(await client.workspace.token(), { text: show, quiet: show })
        }),
      ),
    )
}
