import { useState } from 'react'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { Banner } from '../../components/banner.tsx'
import { ConnectionBanner } from '../connection-banner.tsx'
import { ErrorBoundary } from '../error-boundary.tsx'
import { showToast } from '../toasts.tsx'
import { Section } from './section.tsx'

const opened = Date.now()

export function Messages() {
  return (
    <Section title="Messages">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => showToast({ title: 'Endpoint slack-notifier deleted', action: { word: 'Undo', run: () => undefined } })}>
          A toast with undo
        </Button>
        <Button
          onClick={() => showToast({ title: 'day.har was not imported', text: 'Line 214: the entry has no request.', kind: 'failed' })}
        >
          A failure
        </Button>
      </div>
      <ConnectionBanner
        connection={{ kind: 'reconnecting', sentence: 'The engine stopped. Nothing pending is lost.', retryAt: opened + 90_000 }}
        onRetry={() => undefined}
      />
      <ConnectionBanner
        connection={{ kind: 'refused', sentence: 'The engine does not know this page. Open the link that hookscope serve printed.' }}
      />
      <Banner kind="info">The search index is being built.</Banner>
      <div className="card">
        <BlankPanel
          title="Nothing matches"
          actions={
            <>
              <Button>Look at 24 h</Button>
              <Button kind="quiet">Clear the filter</Button>
            </>
          }
        >
          No exchange has <span className="wire-small">sig:stale</span> in the last 2 h. The last one came 3 h ago.
        </BlankPanel>
      </div>
      <div className="card">
        <ErrorPanel title="The body could not be read" onRetry={() => undefined}>
          The engine went away while it was read. It comes back by itself; then try again.
        </ErrorPanel>
      </div>
      <div className="card">
        <ErrorBoundary area="This pane">
          <Faulty />
        </ErrorBoundary>
      </div>
    </Section>
  )
}

/** Shows what a fault in a pane looks like. */
function Faulty() {
  const [isBroken, setBroken] = useState(false)
  if (isBroken) throw new TypeError('a fault on purpose')
  return (
    <div className="p-4">
      <Button onClick={() => setBroken(true)}>Break this pane</Button>
    </div>
  )
}
