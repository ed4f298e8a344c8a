import { describe, expect, test } from 'vitest'
import { createNavigation, type Address } from '../../../src/renderer/app/navigation.ts'
import { formatRoute, parseRoute, route } from '../../../src/renderer/app/route.ts'

/** A browser's history: entries with a fragment and their number. */
function createHistory(first: string) {
  const entries: { fragment: string; entry: number | null }[] = [{ fragment: first, entry: null }]
  let at = 0
  let changed: () => void = () => undefined
  const here = () => entries[at] ?? { fragment: '', entry: null }
  const put = (fragment: string, entry: number | null) => {
    entries.splice(at + 1)
    entries.push({ fragment, entry })
    at++
  }
  const address: Address = {
    fragment: () => here().fragment,
    entry: () => here().entry,
    push: put,
    replace: (fragment, entry) => {
      entries[at] = { fragment, entry }
    },
    go: (steps) => {
      at += steps
      changed()
    },
    onChange: (listener) => {
      changed = listener
      return () => {
        changed = () => undefined
      }
    },
  }
  return {
    address,
    fragments: () => entries.map(({ fragment }) => fragment),
    /** Somebody follows a link, or types an address. */
    follow: (fragment: string) => {
      put(fragment, null)
      changed()
    },
  }
}

describe('routes', () => {
  test('every route can be read back from its link', () => {
    const routes = [
      route('activity'),
      route('activity', 'capture_01kf5r', { tab: 'signature', q: 'sig:invalid after:-2h' }),
      route('endpoints', 'a/b?c#d%'),
      route('compose', null, { type: 'deal.won' }),
    ]
    expect(routes.map((each) => parseRoute(formatRoute(each)))).toEqual(routes)
  })

  test('what is no route leads to Activity, and a broken % is taken as it is', () => {
    expect(['', '#', '#/', '#/nowhere/x', '#/inboxes/50%'].map(parseRoute)).toEqual([
      route('activity'),
      route('activity'),
      route('activity'),
      route('activity'),
      route('inboxes', '50%'),
    ])
  })
})

describe('navigation', () => {
  test('opens where the address points to', () => {
    const { address } = createHistory('#/endpoints/webhook_1')
    expect(createNavigation(address).store.getState()).toEqual({
      route: route('endpoints', 'webhook_1'),
      latest: { endpoints: route('endpoints', 'webhook_1') },
      canGoBack: false,
      canGoForward: false,
    })
  })

  test('goes back and forward, and a new step forgets what lay ahead', () => {
    const { address, fragments } = createHistory('')
    const navigation = createNavigation(address)
    const seen: unknown[] = []
    navigation.store.subscribe(({ route: { screen }, canGoBack, canGoForward }) => seen.push([screen, canGoBack, canGoForward]))
    navigation.open(route('compose'))
    navigation.open(route('inboxes'))
    navigation.back()
    navigation.back()
    navigation.forward()
    navigation.open(route('endpoints'))
    expect({ seen, fragments: fragments() }).toEqual({
      seen: [
        ['compose', true, false],
        ['inboxes', true, false],
        ['compose', true, true],
        ['activity', false, true],
        ['compose', true, true],
        ['endpoints', true, false],
      ],
      fragments: ['', '#/compose', '#/endpoints'],
    })
  })

  test('follows links and typed addresses as new steps', () => {
    const history = createHistory('')
    const navigation = createNavigation(history.address)
    history.follow('#/activity/capture_1')
    history.follow('#/compose')
    navigation.back()
    expect(navigation.store.getState()).toEqual({
      route: route('activity', 'capture_1'),
      latest: { activity: route('activity', 'capture_1'), compose: route('compose') },
      canGoBack: true,
      canGoForward: true,
    })
  })

  test('opening where one is adds no step, and replacing changes the step in place', () => {
    const { address, fragments } = createHistory('#/activity')
    const navigation = createNavigation(address)
    navigation.open(route('activity'))
    navigation.replace(route('activity', 'capture_1', { tab: 'headers' }))
    expect({ fragments: fragments(), canGoBack: navigation.store.getState().canGoBack }).toEqual({
      fragments: ['#/activity/capture_1?tab=headers'],
      canGoBack: false,
    })
  })

  test('does nothing more once stopped', () => {
    const history = createHistory('')
    const navigation = createNavigation(history.address)
    navigation.stop()
    history.follow('#/compose')
    expect(navigation.store.getState().route).toEqual(route('activity'))
  })
})
