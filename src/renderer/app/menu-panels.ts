import { PANELS, panelMessage, type Panel } from '../../shared/contract/desktop.ts'

type Page = Pick<Window, 'addEventListener' | 'removeEventListener'>

/** Listens for what the menu of the desktop window asks to be opened; returns how to stop. */
export function onPanelAsked(page: Page, open: (panel: Panel) => void): () => void {
  function take(event: MessageEvent<unknown>): void {
    // Frames could send one too.
    if (event.source !== page) return
    const asked = PANELS.find((panel) => event.data === panelMessage(panel))
    if (asked) open(asked)
  }
  page.addEventListener('message', take)
  return () => page.removeEventListener('message', take)
}
