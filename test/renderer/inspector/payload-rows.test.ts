import { expect, test } from 'vitest'
import { readJsonTree, type JsonTree } from '../../../src/renderer/components/json-tree.ts'
import { findInPayload, payloadRows, sizeWords, valueText, withOpenWay } from '../../../src/renderer/features/inspector/payload-rows.ts'

const NOTHING: ReadonlySet<string> = new Set()

function treeOf(text: string): JsonTree {
  const tree = readJsonTree(text)
  if (tree === null) throw new Error('The test has no JSON.')
  return tree
}

test('each value has the path by which the filter finds it, and shows its text as it was written', () => {
  const tree = treeOf('{"data":{"items":[{"price":1.0}],"odd key":"a","":null}}')
  const rows = payloadRows(tree, new Set(['0.0.0.0']))
  expect(rows.map(({ path, label, node }) => [path, label, sizeWords(node)])).toEqual([
    ['', null, '{ 1 }'],
    ['data', '"data"', '{ 3 }'],
    ['data.items', '"items"', '[ 1 ]'],
    ['data.items[0]', '0', '{ 1 }'],
    ['data.items[0].price', '"price"', '1.0'],
    ['data["odd key"]', '"odd key"', '"a"'],
    ['data[""]', '""', 'null'],
  ])
})

test('what is closed is left out, and doubled keys stay apart', () => {
  const tree = treeOf('{"a":[1],"a":[2]}')
  expect(payloadRows(tree, new Set(['0.0'])).map(({ id, path }) => `${id} ${path}`)).toEqual(['0 ', '0.0 a', '0.1 a', '0.1.0 a[0]'])
})

test('a search finds keys and values in closed rows too, and the way to them opens', () => {
  const tree = treeOf('{"a":{"b":{"c":{"d":{"Price":1}}}},"x":"PRICE"}')
  const found = findInPayload(tree, ' price ')
  const rows = payloadRows(tree, withOpenWay(new Set(['0.0']), '0.0.0.0.0.0'))
  expect([found, findInPayload(tree, ' '), rows.map(({ path }) => path)]).toEqual([
    ['0.0.0.0.0.0', '0.1'],
    [],
    ['', 'a', 'a.b', 'a.b.c', 'a.b.c.d', 'a.b.c.d.Price', 'x'],
  ])
})

test('a string is copied as its text, all else as it was written', () => {
  expect(['"a\\n\\u00e9"', '1.50', '{"a":[1.0,{"b":null}]}', '[ ]'].map((text) => valueText(treeOf(text)))).toEqual([
    'a\né',
    '1.50',
    '{"a":[1.0,{"b":null}]}',
    '[]',
  ])
})

test('a body without content is one row', () => {
  expect(payloadRows(treeOf('{}'), NOTHING).map(({ node }) => sizeWords(node))).toEqual(['{}'])
})
