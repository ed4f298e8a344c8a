import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/core.ts'

const ROOT = join(import.meta.dirname, '../..')
const BUILDER = join(import.meta.dirname, 'node_modules/electron-builder/cli.js')
/** By this mark electron-builder finds the fuses in the executable; a version, their number and their states follow it. */
const FUSE_MARK = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
const FUSES_OF_ELECTRON = '101100011'

/** Files of an asar archive, by path: it begins with two sizes, the length of a JSON text, and that text. */
function filesInArchive(archive: string): string[] {
  const bytes = readFileSync(archive)
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString()) as Folder
  return pathsIn(header, '')
}

interface Folder {
  readonly files: Readonly<Record<string, Partial<Folder>>>
}

function pathsIn({ files }: Folder, above: string): string[] {
  return Object.entries(files).flatMap(([name, entry]) =>
    entry.files === undefined ? [`${above}${name}`] : pathsIn({ files: entry.files }, `${above}${name}/`),
  )
}

// electron-builder packs for the system it runs on; of these, only Linux takes a distribution made of a mark.
test.skipIf(process.platform !== 'linux')(
  'A package holds the built program and one native module, outside the archive, and its fuses are set',
  () => {
    const folder = temporaryFolder()
    const [project, distribution] = [join(folder, 'project'), join(folder, 'electron')]
    mkdirSync(join(distribution, 'resources'), { recursive: true })
    for (const name of ['out', 'resources', 'package.json', 'node_modules/better-sqlite3']) {
      cpSync(join(ROOT, name), join(project, name), { recursive: true })
    }
    writeFileSync(join(distribution, 'electron'), `${FUSE_MARK}\u0001\u0009${FUSES_OF_ELECTRON}`, { mode: 0o755 })

    const args = ['--linux', 'dir', '--projectDir', project, '--config', 'resources/electron-builder.yml']
    const settings = [`-c.electronDist=${distribution}`, '-c.electronVersion=45.4.1', `-c.directories.output=${join(folder, 'release')}`]
    const ended = spawnSync(process.execPath, [BUILDER, ...args, ...settings], { cwd: project, encoding: 'utf8' })

    expect([ended.status, ended.stderr]).toEqual([0, ''])
    const unpacked = join(folder, 'release/linux-unpacked')
    const native = `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`
    const packed = filesInArchive(join(unpacked, 'resources/app.asar'))
    const executable = readFileSync(join(unpacked, 'hookscope-desktop'), 'latin1')
    expect({
      program: ['index', 'engine', 'reader', 'cli'].filter((name) => packed.includes(`out/main/${name}.js`)),
      page: ['out/preload/index.cjs', 'out/renderer/index.html'].filter((name) => packed.includes(name)),
      packages: [...new Set(packed.filter((name) => name.startsWith('node_modules/')).map((name) => name.split('/')[1]))],
      native: packed.filter((name) => name.endsWith('.node')),
      isOutside: existsSync(join(unpacked, 'resources/app.asar.unpacked', native)),
      fuses: executable.slice(executable.indexOf(FUSE_MARK) + FUSE_MARK.length + 2),
    }).toEqual({
      program: ['index', 'engine', 'reader', 'cli'],
      page: ['out/preload/index.cjs', 'out/renderer/index.html'],
      packages: ['better-sqlite3'],
      native: [native],
      isOutside: true,
      fuses: '010011001',
    })
  },
)
