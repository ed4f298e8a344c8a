import { expect, test } from 'vitest'
import { errorReport } from '../../../src/renderer/app/error-report.ts'

test('a report tells where, and never quotes what an error says', () => {
  const error = new SyntaxError('Unexpected token in {"secret":"whsec_123"}')
  error.stack = `SyntaxError: ${error.message}\nwhsec_123 on a second line\n    at parse (app.js:1:2)`
  expect(errorReport('Signature', error, '\n    at Signature\n    at Inspector', 'Test/1')).toBe(
    [
      'Hookscope: Signature could not be drawn',
      'Error: SyntaxError',
      'Page: Test/1',
      'Code:',
      '  at parse (app.js:1:2)',
      'Components:',
      '  at Signature',
      '  at Inspector',
    ].join('\n'),
  )
})
