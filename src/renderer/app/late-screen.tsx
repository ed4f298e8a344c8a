import { useEffect, useState } from 'react'
import { Button } from '../components/button.tsx'
import { ErrorPanel } from '../components/error-panel.tsx'
import { lateCode } from './late-code.ts'
import type { ScreenView } from './screen.ts'

/**
 * A view whose code comes when its screen is first opened, or once the page has nothing better to do: from then on it
 * opens at once, also while the engine that serves the code is gone. Code that did not come is fetched again when asked;
 * not by a lazy component: that would keep its failure.
 */
export function lateScreen(load: () => Promise<ScreenView>): ScreenView {
  const code = lateCode(load)
  requestIdleCallback(() => void code.fetch().catch(() => {}))
  return function LateScreen(props) {
    const [View, setView] = useState(code.get)
    const [hasFailed, setFailed] = useState(false)
    useEffect(() => {
      if (View || hasFailed) return
      let isHere = true
      code.fetch().then(
        (view) => isHere && setView(() => view),
        () => isHere && setFailed(true),
      )
      return () => {
        isHere = false
      }
    }, [View, hasFailed])
    if (View) return <View {...props} />
    if (!hasFailed) return <div aria-busy="true" />
    return (
      <ErrorPanel
        title="This screen did not load"
        onRetry={() => setFailed(false)}
        actions={<Button onClick={() => location.reload()}>Load the page anew</Button>}
      >
        Its code comes from the engine, which did not answer, or has been updated since this page was opened.
      </ErrorPanel>
    )
  }
}
