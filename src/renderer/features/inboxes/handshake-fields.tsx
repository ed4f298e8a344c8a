import { chosenHandshake, HANDSHAKE_IDS, HANDSHAKE_LABELS, type HandshakeChoice } from '../../../shared/domain/handshake/handshake.ts'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { InboxDraft } from './inbox-draft.ts'

interface HandshakeFieldsProps {
  readonly draft: InboxDraft
  readonly onChange: (changes: Partial<InboxDraft>) => void
  readonly errorOf: (field: keyof InboxDraft) => string | undefined
}

/** Which provider's question whether this address is meant to be called gets its answer. */
export function HandshakeFields({ draft, onChange, errorOf }: HandshakeFieldsProps) {
  const scheme = draft.scheme === 'none' ? null : draft.scheme
  const ofScheme = chosenHandshake('scheme', scheme)
  const options: readonly { readonly value: HandshakeChoice; readonly label: string }[] = [
    { value: 'scheme', label: ofScheme === null ? 'The scheme’s: it has none' : `The scheme’s: ${HANDSHAKE_LABELS[ofScheme]}` },
    { value: 'none', label: 'None' },
    ...HANDSHAKE_IDS.map((value) => ({ value, label: HANDSHAKE_LABELS[value] })),
  ]
  return (
    <>
      <Select
        label="Handshake"
        layout="beside"
        options={options}
        value={draft.handshake}
        onChange={(handshake) => onChange({ handshake })}
        error={errorOf('handshake')}
        hint="A provider’s question whether this address is meant is answered as it asks, instead of with the answer below."
      />
      {chosenHandshake(draft.handshake, scheme) === 'meta' && (
        <TextField
          label="Verify token"
          layout="beside"
          wire
          placeholder="Anything"
          hint="What Meta’s handshake must name."
          error={errorOf('verifyToken')}
          value={draft.verifyToken}
          onChange={(verifyToken) => onChange({ verifyToken })}
        />
      )}
    </>
  )
}
