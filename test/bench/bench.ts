import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { captureRows } from './capture.ts'
import { doctorRows } from './doctor.ts'
import { largeRows } from './large.ts'
import { pageRows } from './page.ts'
import { rivalRows } from './rivals.ts'
import { isMet, printRow, type Row } from './rows.ts'
import { searchRows } from './search.ts'
import { sendRows } from './send.ts'

// `npm run bench [name …]`: ratios against bare servers, measured in this run. Exit code 1 when a target is not met.
const USUAL: Readonly<Record<string, () => Promise<Row[]>>> = {
  capture: captureRows,
  send: sendRows,
  search: searchRows,
  doctor: doctorRows,
}
/** Only when named: they take minutes and room on the disk, or install something first. */
const BENCHES = { ...USUAL, page: pageRows, large: largeRows, rivals: rivalRows }

const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !(name in BENCHES))
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}.\nChoose from: ${Object.keys(BENCHES).join(', ')}.`)
  process.exit(2)
}
if (!existsSync(join(import.meta.dirname, '../../out/main/cli.js'))) {
  console.error('There is nothing to measure yet.\nRun npm run build first.')
  process.exit(2)
}

const rows: Row[] = []
for (const [name, bench] of Object.entries(BENCHES)) {
  if (asked.length > 0 ? !asked.includes(name) : !(name in USUAL)) continue
  for (const row of await bench()) {
    printRow(row)
    rows.push(row)
  }
}
process.exitCode = rows.every(isMet) ? 0 : 1
