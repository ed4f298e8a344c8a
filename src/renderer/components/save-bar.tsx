import { Button } from './button.tsx'
import { Glyph } from './glyph.tsx'

interface SaveBarProps {
  /** What is not saved, in words: `URL, speed`. */
  readonly changed: readonly string[]
  /** Why the last save was refused, and what to do; null when it was not. */
  readonly refusal: { readonly message: string; readonly remedy: string } | null
  readonly isSaving: boolean
  /** Whether there is anything to save. */
  readonly canSave: boolean
  readonly saveWord: string
  readonly discardWord: string
  readonly onSave: () => void
  readonly onDiscard: () => void
}

/** The foot of a form: what is not saved yet, why a save was refused, and both ways out. Keeps its place while empty. */
export function SaveBar({ changed, refusal, isSaving, canSave, saveWord, discardWord, onSave, onDiscard }: SaveBarProps) {
  return (
    <div className="pane-foot">
      <div className="min-w-0 grow type-small" role="status">
        {refusal !== null ? (
          <span className="flex items-start gap-2">
            <Glyph shape="cross" tone="fail" />
            <span>
              {refusal.message} <span className="text-ink-2">{refusal.remedy}</span>
            </span>
          </span>
        ) : (
          changed.length > 0 && (
            <span className="flex items-center gap-2 text-ink-2">
              <Glyph shape="triangle" tone="warn" />
              <span className="truncate">Not saved: {changed.join(', ')}</span>
            </span>
          )
        )}
      </div>
      <Button disabled={!canSave && discardWord === 'Discard'} onClick={onDiscard}>
        {discardWord}
      </Button>
      <Button kind="primary" keys="Mod+S" disabled={!canSave} busy={isSaving} onClick={onSave}>
        {isSaving ? 'Saving' : saveWord}
      </Button>
    </div>
  )
}
