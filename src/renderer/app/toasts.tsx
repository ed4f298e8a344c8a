import { Toast } from '@base-ui/react/toast'
import { X } from 'lucide-react'
import { buttonClass } from '../components/button.tsx'
import { Glyph } from '../components/glyph.tsx'

const UNDO_MS = 8_000

interface Notice {
  /** What happened, without a full stop: `Endpoint slack-notifier deleted`. */
  readonly title: string
  /** Cause and remedy, for failures. */
  readonly text?: string | undefined
  readonly kind?: 'done' | 'failed' | undefined
  /** `Undo`, `Show line`. */
  readonly action?: { readonly word: string; readonly run: () => void } | undefined
}

const manager = Toast.createToastManager<{ readonly kind: 'done' | 'failed' }>()

/**
 * Says what happened out of sight. Not for what the eye sees already. One that can be undone stays 8 s, a failure until
 * it is closed; hover and focus hold both. Returns how to close it once it is no longer so.
 */
export function showToast({ title, text, kind = 'done', action }: Notice): () => void {
  const id = manager.add({
    title,
    description: text,
    timeout: kind === 'failed' ? 0 : UNDO_MS,
    priority: kind === 'failed' ? 'high' : 'low',
    data: { kind },
    ...(action && {
      actionProps: {
        children: action.word,
        onClick: () => {
          manager.close(id)
          action.run()
        },
      },
    }),
  })
  return () => manager.close(id)
}

/** Where toasts appear; once on the page. They are the last pane that F6 leads to. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="toasts">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  )
}

function ToastList() {
  const { toasts } = Toast.useToastManager<{ readonly kind: 'done' | 'failed' }>()
  return toasts.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className="toast" swipeDirection={[]}>
      {toast.data?.kind === 'failed' ? <Glyph shape="cross" tone="fail" /> : <Glyph shape="check" tone="ok" />}
      <Toast.Content className="toast-text">
        <Toast.Title className={toast.description ? 'medium' : ''} render={<p />} />
        <Toast.Description className="toast-more" />
      </Toast.Content>
      {toast.actionProps && <Toast.Action className={buttonClass('plain', 'small')} />}
      {/* Base UI hides it from readers until the toast has the pointer or the focus, which it can have itself. */}
      <Toast.Close className={buttonClass('quiet', 'small', 'button-icon')} aria-label="Close" aria-hidden={false}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </Toast.Close>
    </Toast.Root>
  ))
}
