import { expect, test } from 'vitest'
import { nearest } from '../../src/shared/domain/nearest.ts'

const FLAGS = ['--port', '--receiver-port', '--host', '--open']

test('A slip of the fingers finds the word that was meant', () => {
  const slips = ['--prot', '--pport', '--hots', '--Open', '--reciever-port', '--port']
  expect(slips.map((slip) => nearest(slip, FLAGS))).toEqual(['--port', '--port', '--host', '--open', '--receiver-port', '--port'])
})

test('A word unlike all others, or an empty one, finds nothing', () => {
  expect(['--workspace', 'x', ''].map((text) => nearest(text, FLAGS))).toEqual([null, null, null])
})

test('Of words equally near the first is named', () => {
  expect(nearest('bat', ['cat', 'bar'])).toBe('cat')
})

test('Two neighbours swapped are one slip', () => {
  expect(nearest('tpo', ['tap', 'top'])).toBe('top')
})
