import { Component, type ErrorInfo, type ReactNode } from 'react'
import { CopyButton } from '../components/copy-button.tsx'
import { ErrorPanel } from '../components/error-panel.tsx'
import { errorReport } from './error-report.ts'

interface ErrorBoundaryProps {
  /** What could not be drawn: `Activity`, `Signature`. */
  readonly area: string
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly failure: { readonly error: unknown; readonly componentStack: string } | null
}

/** Keeps a fault in one pane from taking the page down. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failure: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { failure: { error, componentStack: '' } }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.setState({ failure: { error, componentStack: info.componentStack ?? '' } })
  }

  override render(): ReactNode {
    const { failure } = this.state
    if (failure === null) return this.props.children
    return (
      <ErrorPanel
        title={`${this.props.area} could not be drawn`}
        onRetry={() => this.setState({ failure: null })}
        actions={
          <CopyButton
            name="Copy report"
            word="Copy report"
            kind="plain"
            size="medium"
            text={() => errorReport(this.props.area, failure.error, failure.componentStack, navigator.userAgent)}
          />
        }
      >
        The rest goes on. The report holds no payload and no secret.
      </ErrorPanel>
    )
  }
}
