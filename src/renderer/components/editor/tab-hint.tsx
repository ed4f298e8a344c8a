import { Kbd } from '../kbd.tsx'
import { isApple } from '../key-names.ts'

/** What Tab does in an editor: `leaves` after Monaco's own key has been pressed, in all editors at once. */
export type TabUse = 'indents' | 'leaves'

/** Says how to get out of an editor without a mouse. Stands while the keyboard is in it; null: it is not. */
export function TabHint({ use }: { readonly use: TabUse | null }) {
  return (
    <div aria-live="polite" className="editor-hint" data-shown={use !== null || undefined}>
      {use !== null && (
        <>
          Tab {use}. <Kbd keys={isApple() ? 'Ctrl+Shift+M' : 'Ctrl+M'} /> lets it {use === 'indents' ? 'leave' : 'indent'}.
        </>
      )}
    </div>
  )
}
