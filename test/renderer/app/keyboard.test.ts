import { describe, expect, test } from 'vitest'
import { createKeyboard, strokeName, type FocusPlace, type Stroke } from '../../../src/renderer/app/keyboard.ts'

const NO_MODIFIERS = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

function stroke(key: string, modifiers: Partial<Stroke> = {}): Stroke {
  return { ...NO_MODIFIERS, key, ...modifiers }
}

/** A keyboard whose shortcuts write down their keys. */
function createBoard(...keys: string[]) {
  const ran: string[] = []
  let now = 0
  const keyboard = createKeyboard({ apple: false, now: () => now, later: (run) => run() })
  const add = (each: string, mark = each) => keyboard.register([{ keys: each, name: each, group: 'Test', run: () => ran.push(mark) }])
  for (const each of keys) add(each)
  return {
    keyboard,
    ran,
    add,
    wait: (ms: number) => {
      now += ms
    },
    type: (text: string, place: FocusPlace = 'page') => text.split('').map((key) => keyboard.press(stroke(key), place)),
  }
}

describe('the name of a stroke', () => {
  test('is the character as typed, or the key with what is held', () => {
    expect([
      strokeName(stroke('j'), false),
      strokeName(stroke('?', { shiftKey: true }), false),
      strokeName(stroke(' '), false),
      strokeName(stroke('ArrowDown', { shiftKey: true }), false),
      strokeName(stroke('k', { ctrlKey: true }), false),
      strokeName(stroke('Enter', { ctrlKey: true, shiftKey: true }), false),
      strokeName(stroke('.', { ctrlKey: true }), false),
      strokeName(stroke('S', { altKey: true, shiftKey: true }), false),
    ]).toEqual(['j', '?', 'Space', 'Shift+ArrowDown', 'Mod+K', 'Mod+Shift+Enter', 'Mod+.', 'Alt+Shift+S'])
  })

  test('takes ⌘ for Mod on Apple machines and Ctrl elsewhere', () => {
    const both = [stroke('k', { metaKey: true }), stroke('k', { ctrlKey: true })]
    expect({ apple: both.map((each) => strokeName(each, true)), others: both.map((each) => strokeName(each, false)) }).toEqual({
      apple: ['Mod+K', 'Ctrl+K'],
      others: ['Meta+K', 'Mod+K'],
    })
  })
})

describe('a late shortcut', () => {
  function createLate() {
    const board = createBoard('n')
    let isLate = true
    const late = (keys: string) => ({
      keys,
      name: keys,
      group: 'Test',
      get isLate() {
        return isLate
      },
      run: () => board.ran.push(keys),
    })
    board.keyboard.register(['j', 'Enter'].map(late))
    return {
      ...board,
      /** What they act on has come. */
      come: () => {
        isLate = false
        board.keyboard.look()
      },
    }
  }

  test('runs once what it acts on has come, in the order of the strokes', () => {
    const { keyboard, ran, type, come } = createLate()
    const used = [...type('jj'), keyboard.press(stroke('Enter'), 'page')]
    const before = [...ran]
    come()
    expect({ used, before, ran }).toEqual({ used: [true, true, true], before: [], ran: ['j', 'j', 'Enter'] })
  })

  test('is let go of when another one ran meanwhile, or nobody can still mean it', () => {
    const [other, slow] = [createLate(), createLate()]
    other.type('jn')
    other.come()
    slow.type('j')
    slow.wait(3_001)
    slow.come()
    expect([other.ran, slow.ran]).toEqual([['n'], []])
  })
})

test('a character, or Ctrl+Enter, that a screen on its way may take waits for it, other keys do not', () => {
  const { keyboard, ran, type, add } = createBoard('g e')
  const come = keyboard.hold()
  const used = [
    ...type('genx'),
    ...[stroke('Enter', { ctrlKey: true }), stroke('Tab'), stroke('r', { ctrlKey: true })].map((each) => keyboard.press(each, 'page')),
  ]
  add('n')
  add('Mod+Enter')
  come()
  expect({ used, ran }).toEqual({ used: [true, true, true, true, true, false, false], ran: ['g e', 'n', 'Mod+Enter'] })
})

describe('shortcuts', () => {
  test('single letters act outside fields only, those with Ctrl everywhere', () => {
    const { keyboard, ran, type } = createBoard('r', 'Mod+Enter')
    const used = [...type('r', 'field'), ...type('r', 'page'), keyboard.press(stroke('Enter', { ctrlKey: true }), 'field')]
    expect({ used, ran }).toEqual({ used: [false, true, true], ran: ['r', 'Mod+Enter'] })
  })

  test('function keys act in fields too, and while single keys are off', () => {
    const { keyboard, ran } = createBoard('F6', 'Shift+F6')
    keyboard.store.setState({ singleKeys: false })
    keyboard.press(stroke('F6'), 'field')
    keyboard.press(stroke('F6', { shiftKey: true }), 'page')
    expect(ran).toEqual(['F6', 'Shift+F6'])
  })

  test('a button keeps Space, Enter and the arrows, but not letters', () => {
    const { keyboard, ran, type } = createBoard('Space', 'ArrowDown', 'j')
    keyboard.press(stroke('ArrowDown'), 'control')
    type(' j', 'control')
    type(' ', 'page')
    expect(ran).toEqual(['j', 'Space'])
  })

  test('two strokes act one after the other, unless the second comes too late or is another', () => {
    const { ran, type, wait } = createBoard('g a', 'g c', 'a')
    type('ga')
    type('gxa')
    type('g')
    wait(1_501)
    type('c')
    type('gga')
    expect(ran).toEqual(['g a', 'a', 'g a'])
  })

  test('a lone Shift between two strokes does not break them', () => {
    const { keyboard, ran, type } = createBoard('g A')
    type('g')
    keyboard.press(stroke('Shift', { shiftKey: true }), 'page')
    keyboard.press(stroke('A', { shiftKey: true }), 'page')
    expect(ran).toEqual(['g A'])
  })

  test('a screen takes a key over while it is shown', () => {
    const { ran, add, type } = createBoard('n')
    const leave = add('n', 'n of the screen')
    type('n')
    leave()
    type('n')
    expect(ran).toEqual(['n of the screen', 'n'])
  })

  test('single letters can be switched off', () => {
    const { keyboard, ran, type } = createBoard('r', 'Alt+S')
    keyboard.store.setState({ singleKeys: false })
    type('r')
    keyboard.press(stroke('s', { altKey: true }), 'page')
    expect(ran).toEqual(['Alt+S'])
  })
})
