import { counted } from '../../shared/domain/counted.ts'
import type { ExportProgress, ImportProgress, ImportReport, OpenedExport, RedactionSummary } from '../../shared/domain/transfer/formats.ts'
import { formatBytes, printableLine } from './text.ts'

/** What became of a file: the result, and what is to be known about it. */
export function formatImported(report: ImportReport): { readonly result: string; readonly hints: readonly string[] } {
  const { problems, firstProblems, isWhole, dummySecret } = report
  const more = problems - firstProblems.length
  return {
    result: [`${takenIn(report)}.`, ...(dummySecret === null ? [] : [`They are signed with the dummy secret ${dummySecret}`])].join('\n'),
    hints: [
      ...firstProblems.map(({ line, message }) => `line ${line}: ${printableLine(message)}`),
      ...(more > 0 ? [`… and ${more.toLocaleString('en')} more.`] : []),
      ...(isWhole ? [] : ['The file ends early: what was written behind that is missing.']),
    ],
  }
}

/** How far an import is. `totalBytes`: null of a pipe. */
export function formatImportProgress(progress: ImportProgress, totalBytes: number | null): string {
  return `${takenIn(progress)}, ${formatBytes(progress.bytes)}${totalBytes === null ? '' : ` of ${formatBytes(totalBytes)}`}`
}

/** What is there of an import that was stopped. */
export function formatImportLeft(progress: ImportProgress): string {
  return `Stopped: ${takenIn(progress)}. They stay; import the file again to go on.`
}

/** How far an export is. */
export function formatExportProgress(
  { exchanges, bytes }: Pick<ExportProgress, 'exchanges' | 'bytes'>,
  total: OpenedExport['total'],
): string {
  const of = `${total.exact ? '' : 'at least '}${counted(total.value, 'exchange')}`
  return `${exchanges.toLocaleString('en')} of ${of}, ${formatBytes(bytes)}`
}

/** How often each rule masks something, a line each. */
export function formatMasked(counts: RedactionSummary['counts']): string[] {
  return counts.map(({ rule, count }) => `  ${count.toLocaleString('en')} × ${rule}`)
}

function takenIn({ imported, known }: ImportProgress): string {
  return `${counted(imported, 'exchange')} imported${known > 0 ? `, ${known.toLocaleString('en')} already here` : ''}`
}
