import { useId, useState, type SyntheticEvent } from 'react'
import type { ExchangeDetail } from '../../../shared/domain/exchange.ts'
import { schemeOf, type SchemeId } from '../../../shared/domain/signature/scheme.ts'
import { Button } from '../../components/button.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Inspector } from './inspector-store.ts'

interface RecognisedSchemeProps {
  readonly scheme: SchemeId
  readonly detail: ExchangeDetail
  readonly inspector: Inspector
}

/** An inbox without a scheme got a provider's signature: offers to check what comes from now on. */
export function RecognisedScheme({ scheme, detail, inspector }: RecognisedSchemeProps) {
  const { label, algorithm } = schemeOf(scheme)
  const [secret, setSecret] = useState('')
  const [isAdded, setIsAdded] = useState(false)
  const titleId = useId()
  async function add(event: SyntheticEvent): Promise<void> {
    event.preventDefault()
    if (secret !== '' && (await inspector.checkAs(scheme, secret))) setIsAdded(true)
  }
  return (
    <section aria-labelledby={titleId} className="flex flex-col gap-2 rounded-l border border-line p-3">
      <h3 id={titleId}>
        {isAdded ? `What comes to ${detail.place ?? 'this inbox'} is checked as ${label}’s from now on.` : `This looks like ${label}.`}
      </h3>
      {algorithm.kind === 'none' && <p className="type-small text-ink-2">{algorithm.why}</p>}
      {algorithm.kind !== 'none' && !isAdded && (
        <form className="flex items-end gap-2" onSubmit={(event) => void add(event)}>
          <TextField
            label={algorithm.kind === 'ed25519' || algorithm.kind === 'ecdsa' ? 'Add its public key?' : 'Add its secret?'}
            className="grow"
            wire
            autoComplete="off"
            value={secret}
            onChange={setSecret}
          />
          <Button type="submit" kind="primary" disabled={secret === ''}>
            Check it
          </Button>
        </form>
      )}
    </section>
  )
}
