import { stripVTControlCharacters } from 'node:util'
import { GIB, KIB, MIB, MINUTE_MS, SECOND_MS } from '../../shared/domain/units.ts'

/** Words for people: how the command line writes sizes, times, tables and foreign text. */

// C0 and C1 controls and the marks that reorder text: what arrives in a webhook must not steer the terminal.
// oxlint-disable-next-line no-control-regex
const UNSAFE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/g

/** Foreign text, safe on a terminal: control characters are written out as `\x1b`; tabs and line ends stay. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (char) => {
    const code = char.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16)}`
  })
}

/** Foreign text on one line. */
export function printableLine(text: string): string {
  return printable(text).replaceAll('\t', '\\t').replaceAll('\n', '\\n')
}

/** `312 B`, `4.1 KB`, `25.0 MB`, `1.5 GB`; a KB has 1,024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < KIB) return `${bytes} B`
  if (bytes < MIB) return `${(bytes / KIB).toFixed(1)} KB`
  return bytes < GIB ? `${(bytes / MIB).toFixed(1)} MB` : `${(bytes / GIB).toFixed(1)} GB`
}

/** `3 ms`, `1.20 s`, `6 min`; `–` for null. */
export function formatDuration(ms: number | null): string {
  if (ms === null) return '–'
  if (ms < SECOND_MS) return `${Math.round(ms)} ms`
  if (ms < MINUTE_MS) return `${(ms / SECOND_MS).toFixed(2)} s`
  const wholeSeconds = Math.round(ms / SECOND_MS)
  const [minutes, seconds] = [Math.floor(wholeSeconds / 60), wholeSeconds % 60]
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`
}

/** Local time of day, `10:30:00.123`. */
export function formatTime(ms: number): string {
  const date = new Date(ms)
  const two = (value: number): string => String(value).padStart(2, '0')
  const millis = String(date.getMilliseconds()).padStart(3, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${millis}`
}

/** Local day and time, `2026-01-17 10:30:00.123`. */
export function formatMoment(ms: number): string {
  const date = new Date(ms)
  const day = `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
  return `${day} ${formatTime(ms)}`
}

/** The end of an id: short enough to type, and `show` finds the whole one by it. */
export function shortId(id: string): string {
  return id.slice(-8)
}

/** A column of a table. */
export interface Column<T> {
  readonly title: string
  readonly value: (row: T) => string
  /** Numbers stand right. */
  readonly align?: 'right'
}

/** Rows in columns two spaces apart; cells may be coloured. The last column is as wide as it likes. */
export function formatTable<T>(rows: readonly T[], columns: readonly Column<T>[], title: (text: string) => string): string {
  const cells = [columns.map((column) => title(column.title)), ...rows.map((row) => columns.map((column) => column.value(row)))]
  const widths = columns.map((_, index) => Math.max(...cells.map((row) => widthOf(row[index] ?? ''))))
  return cells
    .map((row) =>
      row
        .map((cell, index) => pad(cell, widths[index] ?? 0, columns[index]?.align))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

/** Names and values, the values aligned. */
export function formatPairs(
  pairs: readonly (readonly [name: string, value: string])[],
  name: (text: string) => string,
  indent = '',
): string {
  const width = Math.max(0, ...pairs.map(([each]) => each.length))
  return pairs.map(([each, value]) => `${indent}${name(each.padEnd(width))}  ${value}`).join('\n')
}

/** Fills a text, coloured or not, with spaces to a width. */
export function pad(text: string, width: number, align?: 'right'): string {
  const fill = ' '.repeat(Math.max(0, width - widthOf(text)))
  return align === 'right' ? fill + text : text + fill
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length
}
