import { FileCode2 } from 'lucide-react'
import { useState } from 'react'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { Place } from '../../shared/domain/snippets/place.ts'
import { Button } from './button.tsx'
import { CodeMissing } from './code-missing.tsx'
import { lateCode } from './late-code.ts'
import { useLateCode } from './use-late-code.ts'

// Receivers in ten languages are much text: only those who ask for one load it.
const dialogCode = lateCode(async () => (await import('./receiver-dialog.tsx')).ReceiverDialog)

interface ReceiverCodeProps {
  readonly scheme: SchemeChoice
  /** Where the receiver is to stand. */
  readonly placeFor: (scheme: SchemeChoice) => Place
}

/** Asks for the code of a receiver that checks what this scheme signs. */
export function ReceiverCode({ scheme, placeFor }: ReceiverCodeProps) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div>
      <Button icon={FileCode2} onClick={() => setIsOpen(true)}>
        How do I verify this?
      </Button>
      {isOpen && <LateDialog scheme={scheme} placeFor={placeFor} onClose={() => setIsOpen(false)} />}
    </div>
  )
}

function LateDialog({ scheme, placeFor, onClose }: ReceiverCodeProps & { readonly onClose: () => void }) {
  const { come: ReceiverDialog, hasFailed, retry } = useLateCode(dialogCode)
  if (ReceiverDialog) return <ReceiverDialog scheme={scheme} place={placeFor(scheme)} onClose={onClose} />
  if (!hasFailed) return null
  return <CodeMissing what="The receivers" onRetry={retry} />
}
