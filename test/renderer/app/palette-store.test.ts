import { expect, test } from 'vitest'
import { createPalette } from '../../../src/renderer/app/palette-store.ts'
import { formatRoute, type Route } from '../../../src/renderer/app/route.ts'
import { eventTypeEntries } from '../../../src/shared/domain/catalogue/event-types.ts'
import { anEndpoint, anInbox, fakeClient } from '../support/fakes.ts'

const ORDER_PAID = { type: 'order.paid', family: 'order', description: 'Paid in the shop', isCustom: true }

function open(kept = new Map<string, string>()) {
  const client = fakeClient({
    endpoints: { list: async () => [anEndpoint()] },
    inboxes: { list: async () => [anInbox()] },
    events: { list: async () => [...eventTypeEntries([]), ORDER_PAID] },
    exchanges: {
      find: async ({ part }: { part: string }) => {
        if (part !== '01kf5r') throw new Error('none')
        return { id: 'capture_01kf5r' }
      },
    },
  })
  const opened: string[] = []
  const palette = createPalette(
    client,
    { open: (to: Route) => void opened.push(formatRoute(to)) },
    { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) },
    [],
  )
  return { palette, opened }
}

test('Endpoints, inboxes, event types, the workspace’s own among them, and filters lead to where they are shown', async () => {
  const { palette, opened } = open()
  await palette.refresh()
  for (const title of ['billing', '/webhooks/crm', 'deal.won', 'order.paid'])
    palette.store
      .getState()
      .places.find((each) => each.title === title)
      ?.run()
  palette.filter(' status:5xx ')
  expect(opened).toEqual([
    '#/endpoints/webhook_1',
    '#/inboxes/inbox_1',
    '#/activity?filter=type%3Adeal.won',
    '#/activity?filter=type%3Aorder.paid',
    '#/activity?filter=status%3A5xx',
  ])
})

test('Part of an id finds its exchange; what is none finds nothing, and the last one asked counts', async () => {
  const { palette } = open()
  const found: (string | undefined)[] = []
  for (const text of ['01kf5r', '01kf5x', 'compose']) {
    await palette.look(text)
    found.push(palette.store.getState().found?.id)
  }
  await Promise.all([palette.look('01kf5x'), palette.look(' 01kf5r ')])
  expect([...found, palette.store.getState().found?.id]).toEqual(['capture_01kf5r', undefined, undefined, 'capture_01kf5r'])
})

test('What was used is remembered, latest first and once; a store that holds nonsense is no obstacle', () => {
  const kept = new Map([['palette-recent', '{']])
  const { palette } = open(kept)
  for (const id of ['a', 'b', 'a']) palette.use(id)
  expect(open(kept).palette.store.getState().recent).toEqual(['a', 'b'])
})
