import { expect, test } from 'vitest'
import { createTurns } from '../../../src/renderer/api/turns.ts'

test('what is pressed while another command is under way has its turn then, and the same one only once', async () => {
  const inTurn = createTurns()
  const story: string[] = []
  let answer = (): void => {}
  const command = (name: string, until: Promise<void> = Promise.resolve()): Promise<void> =>
    inTurn(name, async () => {
      story.push(`${name} begins`)
      await until
      story.push(`${name} ends`)
    })
  const resumed = command('resume', new Promise((resolve) => (answer = resolve)))
  const pressed = [command('resume'), command('cancel'), command('cancel')]
  answer()
  await Promise.all([resumed, ...pressed])
  await command('cancel')
  expect(story).toEqual(['resume begins', 'resume ends', 'cancel begins', 'cancel ends', 'cancel begins', 'cancel ends'])
})
