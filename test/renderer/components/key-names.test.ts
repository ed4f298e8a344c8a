import { expect, test } from 'vitest'
import { keyNames } from '../../../src/renderer/components/key-names.ts'

test('shortcuts are shown as the caps of the machine', () => {
  expect([keyNames('Mod+Shift+Enter', false), keyNames('Mod+k', true), keyNames('g a', false), keyNames('Alt+ArrowLeft', false)]).toEqual([
    ['Ctrl', 'Shift', 'Enter'],
    ['⌘', 'K'],
    ['G', 'A'],
    ['Alt', '←'],
  ])
})
