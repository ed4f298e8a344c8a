import { Banner } from '../banner.tsx'
import { Button } from '../button.tsx'

/** Stands at the foot of an editor whose code did not come. */
export function EditorMissing({ onRetry }: { readonly onRetry: () => void }) {
  return (
    <div className="absolute inset-x-2 bottom-2">
      <Banner
        action={
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        The editor did not load. Its code comes from the engine, which did not answer, or has been updated since this page was opened.
      </Banner>
    </div>
  )
}
