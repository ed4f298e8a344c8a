import type { IpcMainEvent } from 'electron'
import { expect, test } from 'vitest'
import { isFromPage } from '../../src/main/desktop/security.ts'

const PAGE = 'app://hookscope'

test.each<[string, { url: string; parent?: object } | null, boolean]>([
  ['the page', { url: 'app://hookscope/index.html#/activity' }, true],
  ['a frame in the page', { url: 'app://hookscope/index.html', parent: {} }, false],
  ['another page', { url: 'https://example.com/app://hookscope' }, false],
  ['another host of the scheme', { url: 'app://other/index.html' }, false],
  ['a page without address', { url: '' }, false],
  ['a page that has gone', null, false],
])('Whether a message is taken: %s', (_who, frame, expected) => {
  const senderFrame = frame && { parent: null, ...frame }

  expect(isFromPage({ senderFrame } as Pick<IpcMainEvent, 'senderFrame'>, PAGE)).toBe(expected)
})
