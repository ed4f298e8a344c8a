import { expect, test } from 'vitest'
import { byteOffsets, splitWire } from '../../../src/renderer/components/wire-lines.ts'

test('JSON is cut into keys, strings, numbers and atoms, and nothing is lost', () => {
  const text = '{\n  "a:b": "c\\"d",\n  "n": -1.5e3, "t": true\n}'
  const lines = splitWire(text, 'json')
  expect({
    text: lines.map(({ pieces }) => pieces.map((piece) => piece.text).join('')).join('\n'),
    second: lines[1]?.pieces.map(({ text: piece, className }) => [piece, className]),
    looks: lines[2]?.pieces
      .filter(({ className }) => className !== '' && className !== 'syn-punct')
      .map(({ text: piece, className }) => [piece, className]),
  }).toEqual({
    text,
    second: [
      ['  ', ''],
      ['"a:b"', 'syn-key'],
      [':', 'syn-punct'],
      [' ', ''],
      ['"c\\"d"', 'syn-string'],
      [',', 'syn-punct'],
    ],
    looks: [
      ['"n"', 'syn-key'],
      ['-1.5e3', 'syn-number'],
      ['"t"', 'syn-key'],
      ['true', 'syn-atom'],
    ],
  })
})

test('marks cut across syntax and across lines', () => {
  const lines = splitWire('{"a":\n1}', 'json', [{ start: 3, end: 7, tone: 'unsigned' }])
  expect(lines.map(({ pieces }) => pieces.map(({ text, className }) => `${text}|${className}`))).toEqual([
    ['{|syn-punct', '"a|syn-key', '"|syn-key mark-unsigned', ':|syn-punct mark-unsigned'],
    ['1|syn-number mark-unsigned', '}|syn-punct'],
  ])
})

test('text that is not JSON is left as it is', () => {
  expect(splitWire('a: "b"\n', 'text')).toEqual([
    { start: 0, pieces: [{ start: 0, text: 'a: "b"', className: '' }] },
    { start: 7, pieces: [] },
  ])
})

test('line offsets count bytes, not characters', () => {
  expect(byteOffsets('é\n€\nx')).toEqual([0, 3, 7])
})
