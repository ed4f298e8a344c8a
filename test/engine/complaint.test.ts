import { expect, test } from 'vitest'
import { createComplaint } from '../../src/main/engine/complaint.ts'

test('what keeps failing is logged once, and again when it fails after it went well', () => {
  const lines: string[] = []
  const told = createComplaint((level, message, error) => void lines.push(`${level}: ${message}: ${String(error)}`), 'warn', 'Not written')
  for (const error of ['full', 'full', null, null, 'broken', 'full']) told(error === null ? null : new Error(error))
  expect(lines).toEqual(['warn: Not written: Error: full', 'warn: Not written: Error: broken'])
})
