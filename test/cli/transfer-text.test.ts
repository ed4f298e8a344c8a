import { expect, test } from 'vitest'
import {
  formatExportProgress,
  formatImported,
  formatImportLeft,
  formatImportProgress,
  formatMasked,
} from '../../src/main/cli/transfer-text.ts'
import { KIB, MIB } from '../../src/shared/domain/units.ts'

const REPORT = {
  bytes: 3 * MIB,
  imported: 1_200,
  known: 5_874,
  problems: 0,
  format: 'ndjson',
  firstProblems: [],
  isWhole: true,
  dummySecret: null,
} as const

test('what an import has done is counted as everything is', () => {
  const problem = { line: 3, message: 'It is not JSON.' }
  expect({
    both: formatImported(REPORT),
    few: formatImported({ ...REPORT, imported: 1, known: 0, dummySecret: 'dummy', problems: 1_101, firstProblems: [problem] }),
    cutOff: formatImported({ ...REPORT, known: 0, isWhole: false }),
    progress: formatImportProgress(REPORT, 1_500 * MIB),
    fromPipe: formatImportProgress({ ...REPORT, known: 0 }, null),
    left: formatImportLeft(REPORT),
  }).toEqual({
    both: { result: '1,200 exchanges imported, 5,874 already here.', hints: [] },
    few: {
      result: '1 exchange imported.\nThey are signed with the dummy secret dummy',
      hints: ['line 3: It is not JSON.', '… and 1,100 more.'],
    },
    cutOff: { result: '1,200 exchanges imported.', hints: ['The file ends early: what was written behind that is missing.'] },
    progress: '1,200 exchanges imported, 5,874 already here, 3.0 MB of 1.5 GB',
    fromPipe: '1,200 exchanges imported, 3.0 MB',
    left: 'Stopped: 1,200 exchanges imported, 5,874 already here. They stay; import the file again to go on.',
  })
})

test('an export counts what is written and masked', () => {
  expect([
    formatExportProgress({ exchanges: 1_500, bytes: 64 * KIB }, { value: 20_000, exact: false }),
    formatExportProgress({ exchanges: 1, bytes: 64 }, { value: 1, exact: true }),
    formatMasked([{ rule: 'email', count: 12_345 }]),
  ]).toEqual(['1,500 of at least 20,000 exchanges, 64.0 KB', '1 of 1 exchange, 64 B', ['  12,345 × email']])
})
