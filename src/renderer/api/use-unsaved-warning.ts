import { useEffect } from 'react'

/** Lets the browser ask before the page is left, while something typed is not saved. */
export function useUnsavedWarning(edits: Readonly<Record<string, unknown>>): void {
  const hasEdits = Object.keys(edits).length > 0
  useEffect(() => {
    if (!hasEdits) return
    const warn = (event: BeforeUnloadEvent): void => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [hasEdits])
}
