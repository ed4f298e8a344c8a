import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'

const RENDERER = join(import.meta.dirname, '../../../src/renderer')
const IMPORT = /(?:from|import\() ?'(\.[^']+)'/g

/** What a file imports of ours, whatever it imports in turn, and itself. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file) || !/\.tsx?$/.test(file)) return reached
  reached.add(file)
  for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
    if (!path.includes('?')) reachedFrom(join(dirname(file), path), reached)
  }
  return reached
}

test('the gallery shows each component, by itself or within another', () => {
  const components = readdirSync(join(RENDERER, 'components'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.tsx'),
  )
  const shown = new Set(
    [...reachedFrom(join(RENDERER, 'app/gallery/gallery.tsx'))].map((file) => relative(join(RENDERER, 'components'), file)),
  )
  expect(components.filter((name) => !shown.has(name))).toEqual([])
})
