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
  [{ text: 'x'.repeat(10_001) }, 'The note has 10,001 characters; at most 10,000 are kept. Shorten it and try again.'],
  [
    { addTags: Array.from({ length: 21 }, (_, index) => `t${index}`) },
    'An exchange has at most 20 tags; this would be 21. Take some away first.',
  ],
  [{ addTags: ['two words'] }, 'A tag is one word; "two words" has a space. Write two-words, or give a tag for each word.'],
  [{ addTags: ['x'.repeat(51)] }, 'A tag has 51 characters; at most 50 are kept. Shorten it and try again.'],
  [{ addTags: ['a\u200bb'] }, 'A tag holds a character that cannot be seen. Type it anew.'],
  [{ addTags: [''] }, 'A tag is empty. Give it a word.'],
  [{ addTags: ['fine'] }, null],
])('what is too much or no tag is refused with what is wrong', (change, problem) => {
  const found = noteProblem(changeNote(NO_NOTE, change))
  expect(found && `${found.message} ${found.remedy}`).toBe(problem)
})
