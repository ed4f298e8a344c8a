import { expect, test } from 'vitest'
import { writeJson } from '../../../src/shared/domain/diagnosis/json-style.ts'
import { parseJsonTree } from '../../../src/shared/domain/diagnosis/json-tree.ts'

test('each library escapes what stands in strings, and leaves numbers and what is escaped already', () => {
  const tree = parseJsonTree(String.raw`{"path":"C:\\","said":"\"<é>\" + /","big":1e+5}`)
  if (!tree) throw new Error('no JSON')
  const written = (escapes: 'ascii' | 'php' | 'html' | 'dotnet'): string =>
    writeJson(tree, { layout: 'compact', escapes, keys: 'as they are', numbers: 'as they are' })
  expect([written('ascii'), written('php'), written('html'), written('dotnet')]).toEqual([
    String.raw`{"path":"C:\\","said":"\"<\u00e9>\" + /","big":1e+5}`,
    String.raw`{"path":"C:\\","said":"\"<\u00e9>\" + \/","big":1e+5}`,
    String.raw`{"path":"C:\\","said":"\"\u003cé\u003e\" + /","big":1e+5}`,
    String.raw`{"path":"C:\\","said":"\u0022\u003C\u00E9\u003E\u0022 \u002B /","big":1e+5}`,
  ])
})
