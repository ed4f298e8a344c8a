import { readFileSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** What Electron's command line says: switches anywhere, the app's folder or file as the first plain argument. */
const args = process.argv.slice(2)
const VALUED = new Set(['-r', '--require'])
const target = resolve(args.find((arg, index) => !arg.startsWith('-') && !VALUED.has(args[index - 1] ?? '')) ?? '.')
const isFolder = statSync(target).isDirectory()

/** Chromium's and the app's switches by name, without the dashes. */
export const switches = new Map<string, string>()
for (const arg of args) {
  const [, name, value = ''] = /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? []
  if (name !== undefined) switches.set(name, value)
}

/** Module that is to be loaded first, as Playwright asks for. */
export const requiredModule = args[args.findIndex((arg) => VALUED.has(arg)) + 1]
export const hasRequiredModule = args.some((arg) => VALUED.has(arg))

export const appPath = isFolder ? target : dirname(target)

interface Manifest {
  readonly name: string
  readonly version: string
  readonly main: string
  readonly productName?: string
}

/** The app's package.json; a bare file is an app without one. */
export const manifest: Manifest = isFolder
  ? (JSON.parse(readFileSync(join(target, 'package.json'), 'utf8')) as Manifest)
  : { name: 'electron-app', version: '0.0.0', main: target }

export const entryFile = resolve(appPath, manifest.main)
