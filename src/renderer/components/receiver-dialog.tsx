import { useMemo, useState } from 'react'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { Place } from '../../shared/domain/snippets/place.ts'
import { languageLabel, SNIPPET_LANGUAGES, snippetOf } from '../../shared/domain/snippets/snippet.ts'
import { Banner } from './banner.tsx'
import { Dialog } from './dialog.tsx'
import { Select } from './select.tsx'
import { chooseSnippetLanguage, snippetLanguage } from './snippet-language.ts'
import { Well } from './well.tsx'

const OPTIONS = SNIPPET_LANGUAGES.map((value) => ({ value, label: languageLabel(value) }))

interface ReceiverDialogProps {
  readonly scheme: SchemeChoice
  readonly place: Place
  readonly onClose: () => void
}

/** A whole receiver, in the language that was chosen last. */
export function ReceiverDialog({ scheme, place, onClose }: ReceiverDialogProps) {
  const [language, setLanguage] = useState(snippetLanguage)
  const snippet = useMemo(() => snippetOf(language, scheme, place), [language, scheme, place])
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="How do I verify this?"
      description="A whole receiver that checks the signature. Its secret comes from the environment; the lines at the top say how it is run."
      width={860}
    >
      <div className="flex flex-col gap-4">
        <div className="w-60">
          <Select
            label="Language"
            options={OPTIONS}
            value={language}
            onChange={(next) => {
              chooseSnippetLanguage(next)
              setLanguage(next)
            }}
          />
        </div>
        {snippet.kind === 'code' ? (
          <Well
            key={language}
            name="Receiver"
            bar={<span className="wire-small">{snippet.fileName}</span>}
            text={snippet.code}
            limit={1_000}
            maxHeight="calc(76vh - 216px)"
          />
        ) : (
          <Banner kind="info">{snippet.why}</Banner>
        )}
      </div>
    </Dialog>
  )
}
