#!/usr/bin/env node
// Nothing may be imported statically here: on an older Node the native database module ends the process without a word.
const REQUIRED_NODE = 24
const version = process.versions.node

if (Number(version.split('.', 1)[0]) < REQUIRED_NODE) {
  const message = `Hookscope needs Node ${REQUIRED_NODE} or newer, and this is Node ${version}.`
  const remedy = `Install Node ${REQUIRED_NODE} and try again; inside a checkout, "npx hookscope" brings its own.`
  const error = { error: { code: 'old_node', message, remedy } }
  process.stderr.write(process.argv.includes('--json') ? `${JSON.stringify(error)}\n` : `${message}\n${remedy}\n`)
  process.exitCode = 3
} else {
  const { main } = await import('./program.ts')
  await main()
}

export {}
