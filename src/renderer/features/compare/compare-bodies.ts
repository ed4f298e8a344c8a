import type { BodyState } from '../../api/body.ts'
import { hexDump, readText } from '../../components/body-text.ts'
import type { DiffSide } from '../../components/editor/diff-editor.tsx'
import { readJsonTree } from '../../components/json-tree.ts'
import { KIB } from '../../../shared/domain/units.ts'
import { breakLines } from './broken-lines.ts'
import { layOutJson, type JsonLayout } from './json-lines.ts'

/** Two bodies laid out for the editor, and what has to be said about that. */
export interface ComparedBodies {
  readonly a: DiffSide
  readonly b: DiffSide
  /** How they are read: both as JSON, both as text, or byte by byte. */
  readonly form: 'json' | 'text' | 'hex'
  /** Values that differ and are left out. */
  readonly ignored: number
  /** Paths of JSON values that differ. */
  readonly differing: readonly string[]
  /** Why this is not a comparison of two whole JSON values; null when it is. */
  readonly note: string | null
}

const ROW_BYTES = 8
/** A dump is five times as long as what it shows. */
const DUMPED_BYTES = 128 * KIB
/** Longer texts are broken into lines that an editor can compare in time. */
const LONG_CHARS = 64 * KIB

/** Lays out both bodies in the form that suits both. `name` is what they are: `Request body`. */
export function compareBodies(a: BodyState, b: BodyState, name: string, layout: JsonLayout): ComparedBodies {
  const [bytesOfA, bytesOfB] = [a.bytes ?? new Uint8Array(), b.bytes ?? new Uint8Array()]
  const side = (which: 'A' | 'B', text: string): DiffSide => ({ name: `${name} of ${which}`, text, quiet: [] })
  const [textOfA, textOfB] = [readText(bytesOfA, a.hasMore), readText(bytesOfB, b.hasMore)]
  if (textOfA.kind === 'binary' || textOfB.kind === 'binary') {
    const note = `${textOfA.kind === textOfB.kind ? 'Both are' : textOfA.kind === 'binary' ? 'A is' : 'B is'} not text, so bytes are compared.`
    return {
      a: side('A', hexDump(bytesOfA.subarray(0, DUMPED_BYTES), ROW_BYTES)),
      b: side('B', hexDump(bytesOfB.subarray(0, DUMPED_BYTES), ROW_BYTES)),
      form: 'hex',
      ignored: 0,
      differing: [],
      note: Math.max(bytesOfA.length, bytesOfB.length) > DUMPED_BYTES ? `${note} Only the first 128 KiB of each are compared.` : note,
    }
  }
  const lines = (text: string): string => (text.length > LONG_CHARS ? breakLines(text) : text)
  const plain = { a: side('A', lines(textOfA.text)), b: side('B', lines(textOfB.text)), form: 'text', ignored: 0, differing: [] } as const
  if (a.hasMore || b.hasMore) return { ...plain, note: 'Only the first MiB of each is compared, as text.' }
  if (bytesOfA.length === 0 && bytesOfB.length === 0) return { ...plain, note: 'Neither has a body.' }
  const [treeOfA, treeOfB] = [readJsonTree(textOfA.text), readJsonTree(textOfB.text)]
  if (treeOfA === null || treeOfB === null) {
    const which = treeOfA === null && treeOfB === null ? 'Neither is' : treeOfA === null ? 'A is not' : 'B is not'
    return { ...plain, note: `${which} JSON, so text is compared.` }
  }
  const laid = layOutJson(treeOfA, treeOfB, layout)
  return {
    a: { ...side('A', laid.a.text), quiet: laid.a.ignored },
    b: { ...side('B', laid.b.text), quiet: laid.b.ignored },
    form: 'json',
    ignored: laid.count,
    differing: laid.differing,
    note: null,
  }
}
