import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { layerViolations } from './support/layers.ts'

const src = join(import.meta.dirname, '../src')

test('every file under src imports only what stands left of its layer', () => {
  const files = globSync('**/*.{ts,tsx}', { cwd: src, exclude: ['**/*.d.ts'] })
  const sources = new Map(files.map((file) => [file.replaceAll('\\', '/'), readFileSync(join(src, file), 'utf8')]))
  expect(sources.size).toBeGreaterThan(50)
  expect(layerViolations(sources)).toEqual([])
})

test.each([
  [
    'the domain imports no engine',
    'shared/domain/a.ts',
    `import { x } from '../../main/engine/engine.ts'`,
    'domain may import no other layer, not engine',
  ],
  ['the domain does no I/O', 'shared/domain/a.ts', `import { readFileSync } from 'node:fs'`, 'domain may import no package'],
  [
    'the domain hashes under signature and diagnosis only',
    'shared/domain/a.ts',
    `import { createHmac } from 'node:crypto'`,
    'domain may import no package',
  ],
  ['the engine knows no contract', 'main/engine/a.ts', `import type { X } from '../../shared/contract/contract.ts'`, 'not contract'],
  ['the engine knows no Electron', 'main/engine/a.ts', `const { app } = await import('electron')`, 'engine may import node:'],
  ['the API knows no shell', 'main/api/a.ts', `export { x } from '../cli/program.ts'`, 'not cli'],
  ['one shell does not know the other', 'main/desktop/a.ts', `import { run } from '../cli/program.ts'`, 'not cli'],
  ['the command line does not know the transport', 'main/cli/a.ts', `import { ORPCError } from '@orpc/client'`, 'cli may import node:'],
  [
    'the page knows no engine, not even its types',
    'renderer/app/a.tsx',
    `import type { Engine } from '../../main/engine/services.ts'`,
    'not engine',
  ],
  [
    'features do not import features',
    'renderer/features/list/a.ts',
    `import { x } from '../detail/b.ts'`,
    'features do not import features (list → detail)',
  ],
  ['components know no feature', 'renderer/components/a.ts', `import { x } from '../features/list/b.ts'`, 'components are dumb'],
  ['a folder without a rule is found', 'main/other/a.ts', `import 'node:fs'`, 'stands in no layer'],
])('%s', (_, file, text, rule) => {
  expect(layerViolations(new Map([[file, text]]))).toEqual([expect.stringContaining(rule)])
})

test('the page may not reach Node through the domain, but may use its types', () => {
  const sources = new Map([
    ['shared/domain/signature/sign.ts', `import { createHmac } from 'node:crypto'`],
    ['shared/domain/doctor.ts', `import { sign } from './signature/sign.ts'`],
    ['renderer/app/typed.ts', `import type { X } from '../../shared/domain/doctor.ts'`],
    ['renderer/app/valued.ts', `import { x } from '../../shared/domain/doctor.ts'`],
  ])
  expect(layerViolations(sources)).toEqual([
    'renderer/app/valued.ts reaches node:crypto through shared/domain/signature/sign.ts: the page runs where there is no Node',
  ])
})

test('imports that keep to the layers pass, and words in comments are no imports', () => {
  const sources = new Map([
    ['shared/domain/signature/sign.ts', `import { createHmac } from 'node:crypto'\nimport {\n  a,\n  b,\n} from '../http-message.ts'`],
    ['main/cli/a.ts', `import { Command } from 'commander'\nconst x = await import('../engine/engine.ts')\n// import 'electron'`],
    ['main/version.ts', `import manifest from '../../package.json' with { type: 'json' }`],
    ['renderer/features/list/a.tsx', `import { x } from '../../components/b.tsx'\nimport '../list/c.css'`],
  ])
  expect(layerViolations(sources)).toEqual([])
})
