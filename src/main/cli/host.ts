import { Command, type CommanderError } from 'commander'
import { workspaceDirectory } from '../engine/workspace.ts'
import { Interrupted } from './failure.ts'
import { misuse } from './misuse.ts'
import { createOutput, type Output } from './output.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import type { Terminal } from './terminal.ts'

/** Flags that every command has. */
export interface CommonOptions {
  readonly workspace?: string
  readonly json?: boolean
  readonly quiet?: boolean
}

/** How a command introduces itself. */
export interface CommandInfo {
  readonly name: string
  /** One line in the list of commands. */
  readonly summary: string
  /** Paragraph in its own help; the summary when absent. */
  readonly description?: string
  /** Command lines and what they do. */
  readonly examples: readonly (readonly [line: string, what: string])[]
}

/** What a running command works with. */
export interface Context {
  readonly terminal: Terminal
  readonly output: Output
  readonly signal: AbortSignal
  /** Folder of the workspace. */
  readonly directory: string
  /** Talks to the workspace's engine, another process' or an own one, for as long as `work` runs. */
  readonly withSession: <T>(options: SessionOptions, work: (session: Session) => Promise<T>) => Promise<T>
  /** Ends the command when it was asked to stop. */
  readonly stopIfAsked: () => void
}

/** Runs a command; its number is the exit code, nothing means 0. */
export type Handler<O extends object, A extends unknown[]> = (
  context: Context,
  options: O & CommonOptions,
  ...args: A
) => Promise<number | void>

/** Makes commands that share their common flags, their errors and their terminal. */
export interface Host {
  command(info: CommandInfo): Command
  /** A command that only holds others. */
  group(info: CommandInfo): Command
  /** The action of a command. The handler names the types that its flags' parsers return. */
  run<O extends object = object, A extends unknown[] = []>(handler: Handler<O, A>): (...raw: unknown[]) => Promise<void>
}

/** A host on a terminal; `onExit` learns the exit code. */
export function createHost(terminal: Terminal, onExit: (code: number) => void): Host {
  return {
    command: (info) => baseCommand(info, terminal),
    group: (info) => baseCommand(info, terminal).usage('[list|add|set|rm] [options]'),
    run:
      <O extends object, A extends unknown[]>(handler: Handler<O, A>) =>
      async (...raw: unknown[]) => {
        const command = raw.at(-1) as Command
        // The same flag before and after the command's name: the latter counts.
        const options = { ...command.optsWithGlobals(), ...command.opts() } as O & CommonOptions
        onExit((await handler(createContext(terminal, options), options, ...(raw.slice(0, -2) as A))) ?? 0)
      },
  }
}

/** A command without action; also the root. */
export function baseCommand(info: CommandInfo, terminal: Terminal): Command {
  const command = new Command(info.name)
    .summary(info.summary)
    .description(info.description ?? info.summary)
    .helpOption('-h, --help', 'show this help')
    .helpCommand(false)
    .showSuggestionAfterError(false)
    .configureHelp({ subcommandTerm: (each) => `${each.name()} ${each.usage().replace('[options]', '').trim()}`.trim() })
    .configureOutput({
      writeOut: (text) => void terminal.stdout.write(text),
      writeErr: (text) => void terminal.stderr.write(text),
      outputError: () => {},
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
    })
  command.exitOverride((error: CommanderError) => {
    if (error.exitCode === 0 || error.code === 'commander.help') throw error
    throw misuse(command, error)
  })
  return info.examples.length > 0 ? command.addHelpText('after', formatExamples(info.examples)) : command
}

/** Adds the flags that every command has, after its own. */
export function commonFlags(command: Command): Command {
  return command
    .option('-w, --workspace <dir>', 'folder or name of the workspace (env HOOKSCOPE_WORKSPACE; default "default")')
    .option('--json', 'one JSON object a line')
    .option('-q, --quiet', 'ids only, no hints')
}

function createContext(terminal: Terminal, options: CommonOptions): Context {
  const output = createOutput(terminal, options)
  const named = options.workspace ?? (terminal.env['HOOKSCOPE_WORKSPACE'] || undefined)
  const directory = workspaceDirectory(named, terminal.env, terminal.platform)
  const stopIfAsked = (): void => {
    if (terminal.signal.aborted) throw new Interrupted()
  }
  return {
    terminal,
    output,
    directory,
    signal: terminal.signal,
    stopIfAsked,
    withSession: async (sessionOptions, work) => {
      const session = await openSession({ directory, isNamed: named !== undefined, output, terminal }, sessionOptions)
      try {
        const result = await work(session)
        stopIfAsked()
        return result
      } finally {
        await session.close()
      }
    },
  }
}

function formatExamples(examples: CommandInfo['examples']): string {
  const lines = examples.map(([line, what]) => `  ${line}\n      ${what}`)
  return `\nExamples:\n${lines.join('\n')}\n`
}
