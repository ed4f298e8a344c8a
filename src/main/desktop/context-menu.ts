import type { ContextMenuParams, MenuItemConstructorOptions } from 'electron'

/** What of Electron's `context-menu` event is read. */
export type ContextMenuPlace = Pick<ContextMenuParams, 'isEditable' | 'editFlags' | 'selectionText'>

/**
 * The menu of a right click on text, which a window has not by itself; empty where nothing can be done. Where the page has a
 * menu of its own (rows, the editor), it has prevented this one.
 */
export function contextMenuTemplate({ isEditable, editFlags, selectionText }: ContextMenuPlace): MenuItemConstructorOptions[] {
  if (isEditable) {
    return [
      { role: 'cut', enabled: editFlags.canCut },
      { role: 'copy', enabled: editFlags.canCopy },
      { role: 'paste', enabled: editFlags.canPaste },
      { type: 'separator' },
      { role: 'selectAll', enabled: editFlags.canSelectAll },
    ]
  }
  return selectionText.trim() === '' ? [] : [{ role: 'copy', enabled: editFlags.canCopy }]
}
