import type { Command } from 'commander'
import { BUILT_IN_VARIABLES } from '../../../shared/domain/variables/built-in.ts'
import { badInput } from '../failure.ts'
import type { Host } from '../host.ts'
import { formatPairs, printableLine } from '../text.ts'

/** `hookscope variables`: what `{{name}}` stands for in what is sent. */
export function variablesCommand(host: Host): Command {
  return host
    .command({
      name: 'variables',
      summary: 'what {{name}} stands for in what is sent',
      description:
        'Variables are filled in for each event anew, in --data and --set of send, and in Compose on the page. Those that begin with $ are built in.',
      examples: [
        ['hookscope variables set tenant=tenant_789', 'then send deal.won --set "tenantId={{tenant}}"'],
        ['hookscope variables --json', 'one object a variable'],
      ],
    })
    .addCommand(listVariables(host), { isDefault: true })
    .addCommand(setVariables(host))
    .addCommand(removeVariables(host))
}

function listVariables(host: Host): Command {
  return host
    .command({
      name: 'list',
      summary: "list the workspace's own and the built-in ones",
      examples: [['hookscope variables', 'all of them']],
    })
    .action(
      host.run<object>(({ output, withSession }) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          const own = (await client.variables.list()).map(({ name, value }) => ({ name, value, isBuiltIn: false }))
          const builtIn = BUILT_IN_VARIABLES.map(({ name, usage, description }) => ({ name, usage, description, isBuiltIn: true }))
          const rows: readonly [string, string][] = [
            ...own.map(({ name, value }): [string, string] => [name, printableLine(value)]),
            ...builtIn.map(({ name, usage, description }): [string, string] => [`${name} ${usage}`.trim(), description]),
          ]
          output.many([...own, ...builtIn], {
            text: () => formatPairs(rows, (text) => output.paint('dim', text)),
            quiet: ({ name }) => name,
          })
        }),
      ),
    )
}

function setVariables(host: Host): Command {
  return host
    .command({
      name: 'set',
      summary: 'make variables, or give them other values',
      examples: [['hookscope variables set tenant=tenant_789 region=eu', 'two at once']],
    })
    .argument('<name=value...>', 'as in tenant=tenant_789')
    .action(
      host.run<object, [string[]]>(async ({ output, withSession }, _, texts) => {
        const variables = texts.map((text) => {
          const equals = text.indexOf('=')
          if (equals < 1) throw badInput(`"${text.slice(0, 60)}" names no variable and value.`, 'Write it as tenant=tenant_789.')
          return { name: text.slice(0, equals), value: text.slice(equals + 1) }
        })
        await withSession({ deliver: 'none' }, async ({ client }) => {
          for (const each of variables) {
            const { name, value } = await client.variables.put(each)
            output.one({ name, value }, { text: () => `{{${name}}} stands for ${printableLine(value)}.`, quiet: () => name })
          }
        })
      }),
    )
}

function removeVariables(host: Host): Command {
  return host
    .command({ name: 'rm', summary: 'remove variables', examples: [['hookscope variables rm tenant', 'by name']] })
    .argument('<name...>', 'their names')
    .action(
      host.run<object, [string[]]>(({ output, withSession }, _, names) =>
        withSession({ deliver: 'none', isLooking: true }, async ({ client }) => {
          for (const name of names) {
            await client.variables.remove({ name })
            output.one({ removed: name }, { text: () => `${name} is removed.`, quiet: () => name })
          }
        }),
      ),
    )
}
