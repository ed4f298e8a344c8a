import { expect, test } from 'vitest'
import { contextMenuTemplate, type ContextMenuPlace } from '../../src/main/desktop/context-menu.ts'

const EDIT_FLAGS = {
  canUndo: false,
  canRedo: false,
  canCut: false,
  canCopy: false,
  canPaste: true,
  canDelete: false,
  canSelectAll: true,
  canEditRichly: false,
}
const FIELD: ContextMenuPlace = { isEditable: true, editFlags: EDIT_FLAGS, selectionText: '' }
const TEXT: ContextMenuPlace = { isEditable: false, editFlags: { ...EDIT_FLAGS, canCopy: true }, selectionText: 'evt_01' }

test('A right click offers what can be done with the text under it', () => {
  const outline = (place: ContextMenuPlace): string[] =>
    contextMenuTemplate(place).map(({ role, type, enabled }) => `${role ?? type}${enabled === false ? ' (off)' : ''}`)

  expect([outline(FIELD), outline(TEXT), outline({ ...TEXT, selectionText: ' ' })]).toEqual([
    ['cut (off)', 'copy (off)', 'paste', 'separator', 'selectAll'],
    ['copy'],
    [],
  ])
})
