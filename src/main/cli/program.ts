import { type Command, CommanderError } from 'commander'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { VERSION } from '../version.ts'
import { asProblem, formatProblem } from './failure.ts'
import { inFlags } from './field-flags.ts'
import { endpointsCommand } from './commands/endpoints.ts'
import { eventsCommand } from './commands/events.ts'
import { explainCommand } from './commands/explain.ts'
import { exportCommand } from './commands/export.ts'
import { handshakeCommand } from './commands/handshake.ts'
import { importCommand } from './commands/import.ts'
import { inboxesCommand } from './commands/inboxes.ts'
import { listCommand } from './commands/list.ts'
import { listenCommand } from './commands/listen.ts'
import { noteCommand } from './commands/note.ts'
import { openCommand } from './commands/open.ts'
import { replaysCommand } from './commands/replays.ts'
import { replayCommand } from './commands/replay.ts'
import { retentionCommand } from './commands/retention.ts'
import { rmCommand } from './commands/rm.ts'
import { secretCommand } from './commands/secret.ts'
import { sendCommand } from './commands/send.ts'
import { serveCommand } from './commands/serve.ts'
import { showCommand } from './commands/show.ts'
import { signCommand } from './commands/sign.ts'
import { simulateCommand } from './commands/simulate.ts'
import { snippetCommand } from './commands/snippet.ts'
import { statusCommand } from './commands/status.ts'
import { tokenCommand } from './commands/token.ts'
import { variablesCommand } from './commands/variables.ts'
import { verifyCommand } from './commands/verify.ts'
import { baseCommand, commonFlags, createHost } from './host.ts'
import { refuseContradictions } from './misuse.ts'
import { processTerminal, type StopReason, type Terminal } from './terminal.ts'

const INTERRUPTED = 130

const COMMANDS = [
  ['Run', [serveCommand, openCommand, statusCommand]],
  ['Send and receive', [sendCommand, listenCommand, replayCommand, replaysCommand, simulateCommand, handshakeCommand]],
  ['Look', [listCommand, showCommand, noteCommand, explainCommand, verifyCommand, signCommand, snippetCommand, eventsCommand]],
  ['Files', [exportCommand, importCommand]],
  ['Set up', [endpointsCommand, inboxesCommand, variablesCommand, secretCommand, tokenCommand, retentionCommand, rmCommand]],
] as const

/** The whole command line on a terminal; `onExit` learns the exit code of the command that ran. */
export function createProgram(terminal: Terminal, onExit: (code: number) => void): Command {
  const host = createHost(terminal, onExit)
  const program = commonFlags(
    baseCommand(
      {
        name: 'hookscope',
        summary: 'Sends, receives, verifies, explains and replays webhooks.',
        examples: [
          ['hookscope serve', 'capture and send, with a page in the browser'],
          ['hookscope send lead.created', 'both sides of a delivery, to the built-in inbox'],
          ['hookscope listen --forward-to http://127.0.0.1:3000/hooks', 'see each webhook, and pass it on'],
        ],
      },
      terminal,
    ),
  )
    .version(VERSION, '--version', 'show the version')
    .enablePositionalOptions()
  for (const [title, makers] of COMMANDS) {
    for (const make of makers) {
      const command = make(host).helpGroup(`${title}:`)
      program.addCommand(command)
      // A group has no flags: they would be taken from the list that it runs by default.
      for (const each of command.commands.length > 0 ? command.commands : [command]) refuseContradictions(commonFlags(each))
    }
  }
  return program
}

/** Runs one command line (`argv` without node and script) and returns its exit code. Never throws. */
export async function run(argv: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0
  try {
    await createProgram(terminal, (exit) => (code = exit)).parseAsync([...argv], { from: 'user' })
    return code
  } catch (error) {
    // Help asked for is an answer; help shown because the command was missing is misuse.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const problem = inFlags(asProblem(error))
    const isStopped = terminal.signal.aborted
    // What stopping cuts off fails in many ways; a workspace or disk that fails is said all the same.
    if (!isStopped || isTrouble(problem)) terminal.stderr.write(formatProblem(problem, argv.includes('--json')))
    if (!isStopped) return problem.exit
    return terminal.signal.reason === 'output closed' ? 0 : INTERRUPTED
  }
}

function isTrouble({ code, exit }: HookscopeError): boolean {
  return exit === 3 && code !== 'internal' && code !== 'engine_gone'
}

/** Runs this process' command line. */
export async function main(): Promise<void> {
  const terminal = processTerminal()
  const argv = process.argv.slice(2)
  process.exitCode = await run(argv, terminal)
  await terminal.written()
  if (terminal.signal.reason !== ('output failed' satisfies StopReason)) return
  const lost = new HookscopeError('output_failed', 'The output could not be written.', 'Make room where it goes, or send it elsewhere.')
  terminal.stderr.write(formatProblem(lost, argv.includes('--json')))
  process.exitCode = lost.exit
}
