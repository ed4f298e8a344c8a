import type { Command, CommanderError } from 'commander'
import type { HookscopeError } from '../../shared/domain/errors.ts'
import { nearest } from '../../shared/domain/nearest.ts'
import { badInput } from './failure.ts'

/** What commander found wrong with the arguments, in our two lines. Values are not repeated: one could be a secret. */
export function misuse(command: Command, error: CommanderError): HookscopeError {
  const help = `Run "${pathOf(command)} --help" to see how it is used.`
  const quoted = /'([^']*)'/.exec(error.message)?.[1] ?? ''
  switch (error.code) {
    case 'commander.unknownOption': {
      const flag = quoted.split('=', 1)[0] ?? quoted
      const meant = flag.startsWith('--') ? nearest(flag, flagsOf(command)) : null
      return badInput(`${pathOf(command)} has no flag ${flag}.`, meant === null ? help : `Did you mean ${meant}? ${help}`)
    }
    case 'commander.unknownCommand':
      return unknownCommand(command, quoted)
    case 'commander.excessArguments': {
      // A group runs its list by itself, so a mistyped subcommand arrives here as one argument too many.
      const [first] = command.args
      const group = command.parent
      if (group?.parent && first !== undefined) return unknownCommand(group, first)
      return badInput(`${pathOf(command)} was given too many arguments.`, help)
    }
    case 'commander.invalidArgument': {
      const parts = /^error: (?:option '(?:-\w, )?(.+?)[ ']|command-argument value )?.*? is invalid(?: for argument '\w+')?\. (.*)$/s.exec(
        error.message,
      )
      const where = parts?.[1] === undefined ? pathOf(command) : parts[1]
      return badInput(`The value of ${where} is not usable.`, parts?.[2] ?? help)
    }
    case 'commander.missingArgument':
      return badInput(`${pathOf(command)} needs ${quoted.toUpperCase()}.`, help)
    case 'commander.optionMissingArgument':
      return badInput(`The flag ${quoted.split(/[ ,]/).find((part) => part.startsWith('--')) ?? quoted} needs a value.`, help)
    case 'commander.conflictingOption': {
      const [one = '', other = ''] = [...error.message.matchAll(/option '(?:-\w, )?(--[\w-]+)/g)].map(([, flag]) => flag)
      return contradiction(one, other)
    }
    default:
      return badInput(`${sentence(error.message)}.`, help)
  }
}

/** Flags that say the opposite of each other are misuse, where commander would let the last one win. */
export function refuseContradictions(command: Command): void {
  for (const { long, negate } of command.options) {
    if (!negate || long === undefined) continue
    const [no, yes] = [long.slice(2), long.slice('--no-'.length)]
    const said = new Set<string>()
    for (const name of [no, yes]) {
      command.on(`option:${name}`, () => {
        said.add(name)
        if (said.size > 1) throw contradiction(`--${yes}`, `--${no}`)
      })
    }
  }
}

/** The error of two flags that cannot both be meant. */
export function contradiction(one: string, other: string): HookscopeError {
  return badInput(`${one} and ${other} contradict each other.`, 'Give one of them.')
}

/** `hookscope inboxes add` */
export function pathOf(command: Command): string {
  return command.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name()
}

function unknownCommand(group: Command, name: string): HookscopeError {
  const names = group.commands.map((each) => each.name())
  const meant = nearest(name, names)
  const help = `Run "${pathOf(group)} --help" to see all commands.`
  return badInput(`${pathOf(group)} has no command ${name}.`, meant === null ? help : `Did you mean ${meant}? ${help}`)
}

function flagsOf(command: Command): string[] {
  return ['--help', ...command.options.map((option) => option.long ?? '')].filter((flag) => flag !== '')
}

function sentence(message: string): string {
  const text = message.replace(/^error: /, '').replace(/\.$/, '')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
