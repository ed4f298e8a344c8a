import { useEffect } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorPanel } from '../components/error-panel.tsx'
import { lateCode } from '../components/late-code.ts'
import { useLateCode } from '../components/use-late-code.ts'
import type { ScreenView } from './screen.ts'
import { keyboard } from './shortcuts.ts'

/** What the page begins with has the machine to itself for so long: it waits for the engine in between, which is not idling. */
const LET_BEGIN_MS = 1_000

/**
 * A view whose code comes when its screen is first opened, or once the page has nothing better to do: from then on it
 * opens at once, also while the engine that serves the code is gone. Code that did not come is fetched again when asked.
 */
export function lateScreen(load: () => Promise<ScreenView>): ScreenView {
  const code = lateCode(load)
  setTimeout(() => requestIdleCallback(() => void code.fetch().catch(() => {})), LET_BEGIN_MS)
  return function LateScreen(props) {
    const { come: View, hasFailed, retry } = useLateCode(code)
    const isComing = View === null && !hasFailed
    useEffect(() => (isComing ? keyboard.hold() : undefined), [isComing])
    if (View) return <View {...props} />
    if (isComing) return <div aria-busy="true" />
    return (
      <ErrorPanel
        title="This screen did not load"
        onRetry={retry}
        actions={<Button onClick={() => location.reload()}>Load the page anew</Button>}
      >
        Its code comes from the engine, which did not answer, or has been updated since this page was opened.
      </ErrorPanel>
    )
  }
}
