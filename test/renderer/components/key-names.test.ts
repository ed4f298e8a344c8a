import { expect, test } from 'vitest'
import { keyNames } from '../../../src/renderer/components/key-names.ts'

test('shortcuts are shown as the caps of the machine', () => {
  const shown = ['Mod+Shift+Enter', 'g a', 'Alt+ArrowLeft', 'j', 'J'].map((keys) => keyNames(keys, false))
  expect([keyNames('Mod+k', true), ...shown]).toEqual([
    ['⌘', 'K'],
    ['Ctrl', 'Shift', 'Enter'],
    ['G', 'A'],
    ['Alt', '←'],
    ['J'],
    ['Shift', 'J'],
  ])
})
