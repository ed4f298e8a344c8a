import { expect, test } from 'vitest'
import { changeNote, isNoNote, NO_NOTE, noteProblem } from '../../src/shared/domain/note.ts'

test('a note changes in the parts that are given; tags are the same whatever their case', () => {
  const first = changeNote(NO_NOTE, { text: ' signed with the old secret ', addTags: ['Urgent', 'case-1', 'urgent'] })
  const second = changeNote(first, { pinned: true, addTags: ['CASE-1', 'new'], removeTags: ['URGENT'] })
  const last = changeNote(second, { text: '', pinned: false, removeTags: ['case-1', 'new'] })
  expect([first, second, last, isNoNote(last)]).toEqual([
    { text: 'signed with the old secret', pinned: false, tags: ['Urgent', 'case-1'] },
    { text: 'signed with the old secret', pinned: true, tags: ['case-1', 'new'] },
    { text: '', pinned: false, tags: [] },
    true,
  ])
})

test.each([
  [{ text: 'x'.repeat(10_001) }, 'A note has at most 10,000 characters.'],
  [{ addTags: Array.from({ length: 21 }, (_, index) => `t${index}`) }, 'An exchange has at most 20 tags.'],
  [{ addTags: ['two words'] }, 'A tag is one word of at most 50 characters.'],
  [{ addTags: [''] }, 'A tag is one word of at most 50 characters.'],
  [{ addTags: ['fine'] }, null],
])('what is too much or no tag is refused', (change, problem) => {
  expect(noteProblem(changeNote(NO_NOTE, change))).toBe(problem)
})
