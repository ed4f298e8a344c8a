import { expect, test } from 'vitest'
import { hexdump } from '../../src/main/cli/hexdump.ts'
import { indentJson } from '../../src/main/cli/indent-json.ts'
import { createOutput } from '../../src/main/cli/output.ts'
import { formatBytes, formatDuration, formatTable, printable, printableLine } from '../../src/main/cli/text.ts'

test('foreign text cannot steer the terminal', () => {
  expect([printable('\u001b[31mred\u0007\r\n\tok\u009b\u202e'), printableLine('a\nb\tc')]).toEqual([
    '\\x1b[31mred\\x07\\x0d\n\tok\\x9b\\u202e',
    'a\\nb\\tc',
  ])
})

test('a table aligns its columns, coloured cells too, and leaves no blanks at line ends', () => {
  const rows = [
    { name: '\u001b[32mok\u001b[39m', size: '7 B' },
    { name: 'longer', size: '1.0 KB' },
  ]
  const columns = [
    { title: 'NAME', value: (row: (typeof rows)[0]) => row.name },
    { title: 'SIZE', value: (row: (typeof rows)[0]) => row.size, align: 'right' as const },
    { title: '', value: () => '' },
  ]
  expect(formatTable(rows, columns, (text) => text)).toBe('NAME      SIZE\n\u001b[32mok\u001b[39m         7 B\nlonger  1.0 KB')
})

test('sizes and durations are short', () => {
  expect([
    [0, 1023, 1024, 26_214_400, 1_610_612_736].map(formatBytes),
    [null, 0.4, 999, 1_200, 60_000, 359_600].map(formatDuration),
  ]).toEqual([
    ['0 B', '1023 B', '1.0 KB', '25.0 MB', '1.5 GB'],
    ['–', '0 ms', '999 ms', '1.20 s', '1 min', '6 min'],
  ])
})

test('indented JSON keeps every value as it came', () => {
  const text = '{"n":12345678901234567890,"e":1.0,"s":"a, {b}: \\"c\\\\","twice":1,"twice":2,"none":{},"list":[ ],"deep":[{"x":null},true]}'
  const indented = indentJson(text)
  expect(indented).toBe(
    [
      '{',
      '  "n": 12345678901234567890,',
      '  "e": 1.0,',
      '  "s": "a, {b}: \\"c\\\\",',
      '  "twice": 1,',
      '  "twice": 2,',
      '  "none": {},',
      '  "list": [],',
      '  "deep": [',
      '    {',
      '      "x": null',
      '    },',
      '    true',
      '  ]',
      '}',
    ].join('\n'),
  )
})

test('text that is not JSON is shown as it is', () => {
  expect(indentJson('a=1&b=2')).toBe('a=1&b=2')
})

test('bytes that are no text are shown as hex and ASCII', () => {
  expect(hexdump(Uint8Array.from([...Buffer.from('0123456789abcdef'), 0, 255]))).toBe(
    [
      '00000000  30 31 32 33 34 35 36 37  38 39 61 62 63 64 65 66  |0123456789abcdef|',
      '00000010  00 ff                                             |..|',
    ].join('\n'),
  )
})

test('an output speaks in text, JSON lines or ids, and colours a terminal only', () => {
  const said = [{}, { json: true }, { quiet: true }].map((flags) => {
    const stdout: string[] = []
    const stderr: string[] = []
    const sinks = {
      stdout: { write: (text: string) => stdout.push(text) },
      stderr: { write: (text: string) => stderr.push(text) },
      env: {},
    }
    const output = createOutput(sinks as never, flags)
    output.many([{ id: 1 }, { id: 2 }], { text: (all) => `${all.length} of them`, quiet: ({ id }) => `#${id}` })
    output.hint('a hint')
    return [stdout.join(''), stderr.join('')]
  })
  expect(said).toEqual([
    ['2 of them\n', 'a hint\n'],
    ['{"id":1}\n{"id":2}\n', ''],
    ['#1\n#2\n', ''],
  ])
  const sinkOf = (isTTY: boolean) => ({ isTTY, write: () => true })
  const red = (isTTY: boolean, env: NodeJS.ProcessEnv) =>
    createOutput({ stdout: sinkOf(isTTY), stderr: sinkOf(isTTY), env }, {}).paint('red', 'x')
  expect([red(true, {}), red(true, { NO_COLOR: '1' }), red(false, {})]).toEqual(['\u001b[31mx\u001b[39m', 'x', 'x'])
})
