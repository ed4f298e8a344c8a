import { expect, test } from 'vitest'
import { runCli } from '../support/run-cli.ts'

/** What was wrong and what to do: the two lines of stderr, with nothing on stdout and exit code 2. */
async function misuse(...argv: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runCli(argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  return stderr.trimEnd().split('\n')
}

test.each([
  ['an unknown flag names the nearest one', ['send', '--spee', '3'], 'hookscope send has no flag --spee.', 'Did you mean --speed?'],
  [
    'an unknown flag that is like no other names none',
    ['send', '--xylophone'],
    'hookscope send has no flag --xylophone.',
    'Run "hookscope send --help"',
  ],
  [
    'the value of an unknown flag is not repeated: it may be a secret',
    ['send', '--secrt=hush'],
    'hookscope send has no flag --secrt.',
    'Did you mean --secret?',
  ],
  ['an unknown command names the nearest one', ['lisen'], 'hookscope has no command lisen.', 'Did you mean listen?'],
  ['so does one of a group', ['inboxes', 'ad', '/x'], 'hookscope inboxes has no command ad.', 'Did you mean add?'],
  [
    'a port is a number',
    ['serve', '--port', '99999'],
    'The value of --port is not usable.',
    'Give a port from 1 to 65535, or 0 for any free one.',
  ],
  [
    'a limit is a number, and is named by its long flag',
    ['list', '-n', 'x'],
    'The value of --limit is not usable.',
    'Give a whole number from 1 to',
  ],
  ['a speed is above zero', ['send', 'a.b', '--speed', '0'], 'The value of --speed is not usable.', 'Give a number above 0'],
  ['a flag without its value says so', ['send', '--to'], 'The flag --to needs a value.', 'Run "hookscope send --help"'],
  ['a missing argument is named', ['show'], 'hookscope show needs ID.', 'Run "hookscope show --help"'],
  ['a required flag is named', ['sign', '--secret', 'x'], "Required option '--body <file>' not specified.", 'Run "hookscope sign --help"'],
  ['too many arguments are refused', ['token', 'x'], 'hookscope token was given too many arguments.', 'Run "hookscope token --help"'],
  ['an event without a type says how to find one', ['send'], 'There is no event type.', 'Name one, as in "hookscope send lead.created"'],
  [
    'bytes cannot be changed by --set',
    ['send', '--body', '@x', '--set', 'a=1'],
    '--body sends bytes untouched.',
    'Leave out --data and --set',
  ],
  [
    'broken JSON says where',
    ['send', 'a.b', '--data', '{"a":'],
    'The text of --data is not JSON:',
    'Mend it, or send it untouched with --body.',
  ],
  [
    'a file that is not there is named',
    ['sign', '--secret', 'x', '--body', '@/not/there'],
    'The file /not/there does not exist.',
    'Give the path of a readable file after the @.',
  ],
  [
    'removing everything needs a yes where nobody can be asked',
    ['rm', '--all'],
    'Removing many exchanges needs a yes',
    'Give --yes if you mean it.',
  ],
  [
    'page and receiver need two ports',
    ['serve', '--port', '7000', '--receiver-port', '7000'],
    "Port 7000 cannot be both the page's and the receiver's.",
    'Give --port and --receiver-port two different ones',
  ],
  [
    "so does the receiver's usual one",
    ['serve', '--port', '5880'],
    "Port 5880 cannot be both the page's and the receiver's.",
    'Give --port and --receiver-port two different ones',
  ],
  ['a type is that of one event', ['send', 'lead.*'], 'The event type holds a *, and an event is of one type.', 'Name one, as in'],
  ['and one word', ['send', 'lead created'], 'The event type holds a space or a control character.', 'Name one, as in'],
  ['an empty one is none', ['send', ''], 'There is no event type.', 'Name one, as in'],
  [
    'one cannot wait and not wait',
    ['send', 'a.b', '--wait', '--no-wait'],
    '--wait and --no-wait contradict each other.',
    'Give one of them.',
  ],
  [
    'nor in another order',
    ['endpoints', 'set', 'x', '--no-active', '--active'],
    '--active and --no-active contradict each other.',
    'Give one',
  ],
  [
    'a schema is no sample',
    ['events', 'deal.won', '--sample', '--schema'],
    '--schema and --sample contradict each other.',
    'Give one of them.',
  ],
  [
    'captures are forwarded or not',
    ['inboxes', 'set', '/a', '--forward-to', 'http://a.example/', '--no-forward'],
    '--forward-to and --no-forward contradict each other.',
    'Give one of them.',
  ],
  [
    'what is not signed needs no secret',
    ['send', 'a.b', '--to', 'http://127.0.0.1:1/', '--scheme', 'none', '--secret', 'x'.repeat(32)],
    '--scheme none and --secret contradict each other.',
    'Give one of them.',
  ],
  [
    'a secret is no large file',
    ['sign', '--body', '-', '--secret', 'x'.repeat(5000)],
    'The secret has 5,000 characters; at most 4,096 are taken.',
    'Give --secret',
  ],
  ['a wrong event type names the nearest', ['events', 'deal.wun'], 'There is no event type deal.wun.', 'Did you mean deal.won?'],
])('%s', async (_, argv, what, todo) => {
  expect(await misuse(...argv)).toEqual([expect.stringContaining(what), expect.stringContaining(todo)])
})

test('with --json the error is one object on one line', async () => {
  const { stderr } = await runCli(['verify', '--json'])
  expect(JSON.parse(stderr)).toEqual({
    error: { code: 'bad_input', message: 'There is nothing to verify.', remedy: 'Name a capture, or give --body and --header.' },
  })
})

test('help is an answer, and every command has examples in it', async () => {
  const names = [
    'serve',
    'open',
    'status',
    'send',
    'listen',
    'replay',
    'list',
    'show',
    'explain',
    'verify',
    'sign',
    'events',
    'endpoints',
    'inboxes',
    'secret',
    'token',
    'rm',
  ]
  const overview = await runCli(['--help'])
  const helps = await Promise.all(names.map((name) => runCli([name, '--help'])))
  expect([overview, ...helps].map(({ code, stderr }) => ({ code, stderr }))).toEqual(
    [overview, ...helps].map(() => ({ code: 0, stderr: '' })),
  )
  expect(names.filter((name) => !overview.stdout.includes(`\n  ${name} `))).toEqual([])
  expect(helps.filter(({ stdout }) => !stdout.includes('\nExamples:\n  hookscope') && !stdout.includes('\nExamples:\n  curl'))).toEqual([])
})

test('a wrong filter is shown with marks under the mistake', async () => {
  expect(await misuse('list', '--filter', 'dir:in sig:invald after:-2h')).toEqual([
    'The filter is wrong: sig: has no value "invald".',
    '  dir:in sig:invald after:-2h',
    '             ^^^^^^',
    'Did you mean invalid? Expected one of valid, invalid, stale, missing, unsigned, unchecked.',
  ])
})
