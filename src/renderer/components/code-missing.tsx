import { Banner } from './banner.tsx'
import { Button } from './button.tsx'

interface CodeMissingProps {
  /** A sentence's subject: `The editor`. */
  readonly what: string
  readonly onRetry: () => void
}

/** Says that something's code did not come. */
export function CodeMissing({ what, onRetry }: CodeMissingProps) {
  return (
    <Banner
      action={
        <Button size="small" onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {what} did not load. The code comes from the engine, which did not answer, or has been updated since this page was opened.
    </Banner>
  )
}
