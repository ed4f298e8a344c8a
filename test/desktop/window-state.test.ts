import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { keepOnScreen, readWindowState, writeWindowState, type Bounds } from '../../src/main/desktop/window-state.ts'
import { temporaryFolder } from '../support/core.ts'

const LEFT: Bounds = { x: 0, y: 25, width: 1440, height: 875 }
const RIGHT: Bounds = { x: 1440, y: 0, width: 1920, height: 1080 }
const WINDOW: Bounds = { x: 100, y: 100, width: 900, height: 640 }

test.each<[string, Bounds, readonly Bounds[], Bounds | null]>([
  ['stays where it is when all of it can be seen', WINDOW, [LEFT, RIGHT], WINDOW],
  ['moves back in when it hangs over an edge', { ...WINDOW, x: -200, y: 0 }, [LEFT], { ...WINDOW, x: 0, y: 25 }],
  ['goes to the screen that shows most of it', { ...WINDOW, x: 1300 }, [LEFT, RIGHT], { ...WINDOW, x: 1440 }],
  ['shrinks to a screen that is smaller', { x: 0, y: 25, width: 3000, height: 2000 }, [LEFT], LEFT],
  ['is placed anew when its screen is gone', { ...WINDOW, x: 1500 }, [LEFT], null],
])('A window %s', (_what, bounds, screens, expected) => {
  expect(keepOnScreen(bounds, screens)).toEqual(expected)
})

test('What was written is read again, and a damaged file counts as none', () => {
  const folder = temporaryFolder()
  const [good, damaged, odd] = ['good', 'damaged', 'odd'].map((name) => join(folder, name))
  writeWindowState(good ?? '', { bounds: WINDOW, isMaximized: true })
  writeFileSync(damaged ?? '', '{"bounds":')
  writeFileSync(odd ?? '', JSON.stringify({ bounds: { x: '1', y: 2, width: 5, height: 5 }, isMaximized: 1 }))

  expect([good, damaged, odd].map((file) => readWindowState(file ?? '', [LEFT]))).toEqual([
    { bounds: WINDOW, isMaximized: true },
    { bounds: null, isMaximized: false },
    { bounds: null, isMaximized: false },
  ])
})
