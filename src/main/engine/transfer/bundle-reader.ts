import { HookscopeError } from '../../../shared/domain/errors.ts'
import { BUNDLE_VERSION, type BundleEnd, type BundleHeader, type BundleRecord } from '../../../shared/domain/transfer/bundle.ts'
import type { ImportProblem } from '../../../shared/domain/transfer/formats.ts'
import { loadBundleCheck } from './bundle-check.ts'
import type { Numbered } from './import-batch.ts'
import { createLineReader, MAX_LINE_BYTES, type Line } from './line-reader.ts'
import type { FileReader, FoundRecord } from './file-reader.ts'

type AnyLine = BundleHeader | BundleRecord | BundleEnd

/** Reads a bundle's lines; each is checked against its schema, and one that does not fit is a problem of its own. */
export async function createBundleReader(): Promise<FileReader> {
  const check = await loadBundleCheck()
  const lines = createLineReader()
  let header: BundleHeader | null = null
  let isWhole = false

  function read({ number, text }: Line): FoundRecord[] {
    if (text === null) return [problem(number, `It is longer than ${MAX_LINE_BYTES} bytes.`)]
    if (text.trim() === '') return []
    const record = parse(number, number === 1 ? withoutByteOrderMark(text) : text)
    if ('message' in record) return [{ problem: record, bytes: text.length }]
    if (record.kind === 'header') {
      header = readable(record)
      return []
    }
    if (record.kind === 'end') {
      isWhole = true
      return []
    }
    return [{ found: { line: number, record } satisfies Numbered, bytes: text.length }]
  }

  function parse(line: number, text: string): AnyLine | ImportProblem {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      return { line, message: 'It is not JSON.' }
    }
    const message = check(value)
    return message === null ? (value as AnyLine) : { line, message }
  }

  return {
    format: 'ndjson',
    add: (bytes) => lines.add(bytes).flatMap(read),
    end: () => lines.end().flatMap(read),
    isWhole: () => isWhole,
    dummySecret: () => header?.dummySecret ?? null,
  }
}

/** Editors of Windows put one before the first line. */
function withoutByteOrderMark(text: string): string {
  return text.replace(/^\uFEFF/, '')
}

function problem(line: number, message: string): FoundRecord {
  return { problem: { line, message }, bytes: 0 }
}

function readable(header: BundleHeader): BundleHeader {
  if (header.version <= BUNDLE_VERSION) return header
  throw new HookscopeError(
    'bad_input',
    `This bundle has version ${header.version}, and this Hookscope reads up to ${BUNDLE_VERSION}.`,
    'Import it with a newer Hookscope.',
  )
}
