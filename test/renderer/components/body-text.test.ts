import { expect, test } from 'vitest'
import { hexDump, readText } from '../../../src/renderer/components/body-text.ts'

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values)

test('bytes are text when they are UTF-8 without control characters; a byte order mark is kept', () => {
  expect([
    readText(new TextEncoder().encode('{"é": "\t\r\n"}'), false),
    readText(bytes(0xef, 0xbb, 0xbf, 0x61), false),
    readText(bytes(0xff, 0xfe), false),
    readText(bytes(0x61, 0x00), false),
  ]).toEqual([{ kind: 'text', text: '{"é": "\t\r\n"}' }, { kind: 'text', text: '\ufeffa' }, { kind: 'binary' }, { kind: 'binary' }])
})

test('a character cut in two at the end of a range makes no binary, at the end of the body it does', () => {
  const cut = new TextEncoder().encode('aé').subarray(0, 2)
  expect([readText(cut, true), readText(cut, false)]).toEqual([{ kind: 'text', text: 'a' }, { kind: 'binary' }])
})

test('a dump shows offset, bytes and what is printable, in rows that fit', () => {
  const body = new TextEncoder().encode('{"id":1}\0\n0123456789')
  expect([hexDump(body, 16), hexDump(body.subarray(0, 10), 8)]).toEqual([
    [
      '00000000  7b 22 69 64 22 3a 31 7d  00 0a 30 31 32 33 34 35  {"id":1}..012345',
      '00000010  36 37 38 39                                       6789',
    ].join('\n'),
    ['00000000  7b 22 69 64 22 3a 31 7d  {"id":1}', '00000008  00 0a                    ..'].join('\n'),
  ])
})
