import { expect, test } from 'vitest'
import { isTooDeep, MAX_JSON_DEPTH } from '../../src/shared/domain/json-depth.ts'

const nested = (levels: number): unknown => JSON.parse('{"a":'.repeat(levels) + '1' + '}'.repeat(levels))

test('what nests deeper than is taken is told, however deep it is and whatever stands beside it', () => {
  expect({
    atom: isTooDeep(1),
    most: isTooDeep(nested(MAX_JSON_DEPTH)),
    oneMore: isTooDeep(nested(MAX_JSON_DEPTH + 1)),
    abyss: isTooDeep(nested(200_000)),
    list: isTooDeep([1, { a: [] }, JSON.parse('['.repeat(9_999) + ']'.repeat(9_999))]),
  }).toEqual({ atom: false, most: false, oneMore: true, abyss: true, list: true })
})
