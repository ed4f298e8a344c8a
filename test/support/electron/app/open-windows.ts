/** What the app needs of its windows. */
export interface OpenWindow {
  close(): void
}

/** The windows that are open, oldest first. */
export const openWindows = new Set<OpenWindow>()
