import { FileCode2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { SchemeChoice } from '../../shared/domain/signature/scheme.ts'
import type { Place } from '../../shared/domain/snippets/place.ts'
import { Button } from './button.tsx'

// Receivers in ten languages are much text: only those who ask for one load it.
const ReceiverDialog = lazy(async () => ({ default: (await import('./receiver-dialog.tsx')).ReceiverDialog }))

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
      {isOpen && (
        <Suspense>
          <ReceiverDialog scheme={scheme} place={placeFor(scheme)} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
