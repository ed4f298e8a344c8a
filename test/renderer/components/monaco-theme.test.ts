import { expect, test } from 'vitest'
import { hexColour } from '../../../src/renderer/components/editor/monaco-theme.ts'

test.each([
  ['rgb(26, 24, 20)', '#1a1814'],
  ['rgba(26, 24, 20, 0.05)', '#1a18140d'],
  ['rgb(255, 255, 255)', '#ffffff'],
])('the browser says %s, Monaco takes %s', (rgb, hex) => {
  expect(hexColour(rgb)).toBe(hex)
})
