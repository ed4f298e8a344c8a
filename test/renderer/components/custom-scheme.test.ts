import { expect, test } from 'vitest'
import {
  customProblems,
  NEW_CUSTOM_SCHEME,
  placeOf,
  placeText,
  withSeparator,
  withTimeAt,
  withTolerance,
} from '../../../src/renderer/components/custom-scheme.ts'

test('a place is written as its header, its item or its field of the body', () => {
  const texts = ['X-Time', 't=', 'body:a.b', '']
  expect(texts.map((text) => [placeOf(text), placeText(placeOf(text))])).toEqual([
    [{ header: 'X-Time' }, 'X-Time'],
    [{ item: 't=' }, 't='],
    [{ field: 'a.b' }, 'body:a.b'],
    [null, ''],
  ])
})

test('a time has five minutes unless said, and goes with its place', () => {
  const timed = withTimeAt(NEW_CUSTOM_SCHEME, 'X-Time')
  const times = [timed, withTolerance(timed, '60'), withTolerance(timed, ''), withTolerance(timed, 'soon'), withTimeAt(timed, '')]
  expect(times.map(({ time }) => time && time.toleranceMs)).toEqual([300_000, 60_000, null, 300_000, null])
})

test('what cannot work is said of its field', () => {
  const broken = { ...withTimeAt(NEW_CUSTOM_SCHEME, 't='), header: 'no header', content: '{id}{body}{body}' }
  const problemsOf = (scheme: typeof broken): object =>
    Object.fromEntries([...customProblems(scheme)].map(([path, { message }]) => [path, message]))
  expect([problemsOf(broken), problemsOf({ ...withSeparator(broken, ','), header: 'X-Sum', content: '{ts}.{body}' })]).toEqual([
    {
      header: '"no header" is not a header name',
      'time.at': 'is an item of the header, so `several` must name its separator',
      content: 'names {body} more than once',
    },
    {},
  ])
})
