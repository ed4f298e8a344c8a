import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadSealer } from '../../../src/main/engine/store/key.ts'
import { readKeyFile, writeKeyFile } from '../../../src/main/engine/store/key-file.ts'
import { caught } from '../../support/caught.ts'
import { seededRandom, temporaryFolder } from '../../support/core.ts'

test('A wrapped key opens the secrets only with the key that was wrapped', () => {
  const folder = temporaryFolder()
  const random = seededRandom('key')
  const sealed = loadSealer(folder, random, true).seal('a secret', 1)
  const file = readKeyFile(folder)
  const key = file.kind === 'plain' ? file.key : Buffer.alloc(0)

  writeKeyFile(folder, { kind: 'wrapped', wrapped: Buffer.from('by a keychain') })

  expect({
    kept: readFileSync(join(folder, 'key.json'), 'utf8').includes(key.toString('base64')),
    without: caught(() => loadSealer(folder, random, false)),
    with: loadSealer(folder, random, false, key).open(sealed, 1),
  }).toEqual({ kept: false, without: expect.objectContaining({ code: 'key_locked', exit: 3 }), with: 'a secret' })
})
