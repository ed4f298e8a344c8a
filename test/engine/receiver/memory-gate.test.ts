import { expect, it } from 'vitest'
import { createMemoryGate } from '../../../src/main/engine/receiver/memory-gate.ts'

it('lets requests in, first come first served, as room comes free', () => {
  const gate = createMemoryGate(100)
  const entered: string[] = []
  const enter =
    (name: string): (() => void) =>
    () =>
      entered.push(name)
  const now = [gate.reserve(60, enter('a')), gate.reserve(50, enter('b')), gate.reserve(10, enter('c'))]
  const heldBefore = gate.held
  gate.release(60)
  expect({ now, heldBefore, entered, held: gate.held }).toEqual({
    now: [true, false, false],
    heldBefore: 60,
    entered: ['b', 'c'],
    held: 60,
  })
})

it('lets one request in that needs more than all of it, alone', () => {
  const gate = createMemoryGate(100)
  const entered: string[] = []
  const large = (): void => {
    entered.push('large')
  }
  const small = (): void => {
    entered.push('small')
  }
  gate.reserve(1, () => {})
  gate.reserve(500, large)
  gate.reserve(1, small)
  gate.release(1)
  const alone = [...entered]
  gate.release(500)
  expect({ alone, entered }).toEqual({ alone: ['large'], entered: ['large', 'small'] })
})

it('forgets a request that leaves while it waits, and lets in who waited behind it', () => {
  const gate = createMemoryGate(100)
  const entered: string[] = []
  const large = (): void => {
    entered.push('large')
  }
  gate.reserve(60, () => {})
  gate.reserve(80, large)
  gate.reserve(40, () => entered.push('small'))
  const left = [gate.leave(large), gate.leave(large)]
  expect({ left, entered, held: gate.held }).toEqual({ left: [true, false], entered: ['small'], held: 100 })
})
