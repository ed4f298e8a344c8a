import { useState } from 'react'
import type { ReceiverStatus } from '../../../shared/domain/status.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { FormRow } from '../../components/form-row.tsx'
import { Glyph } from '../../components/glyph.tsx'
import { TextField } from '../../components/text-field.tsx'

interface ReceiverSectionProps {
  /** null until the engine has told. */
  readonly receiver: ReceiverStatus | null
  readonly isBusy: boolean
  readonly onCommand: (command: { readonly port: number } | 'pause' | 'resume') => Promise<void>
}

/** Where senders reach us, and how to move or pause it. */
export function ReceiverSection({ receiver, isBusy, onCommand }: ReceiverSectionProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const present = receiver === null || receiver.state === 'off' ? '' : new URL(receiver.url).port
  const port = typed ?? present
  const isPort = /^\d{1,5}$/.test(port) && Number(port) <= 65_535
  const canMove = isPort && port !== present
  const move = async (): Promise<void> => {
    if (!canMove) return
    await onCommand({ port: Number(port) })
    setTyped(null)
  }
  return (
    <FormRow title="Receiver">
      <div className="flex min-h-8 items-center gap-2 type-small" role="status">
        <ReceiverSentence receiver={receiver} />
        {(receiver?.state === 'listening' || receiver?.state === 'paused') && (
          <Button size="small" className="ml-auto" onClick={() => void onCommand(receiver.state === 'paused' ? 'resume' : 'pause')}>
            {receiver.state === 'paused' ? 'Resume' : 'Pause'}
          </Button>
        )}
      </div>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          void move()
        }}
      >
        <TextField
          label="Port"
          className="w-32"
          inputMode="numeric"
          error={typed !== null && !isPort ? 'Write a port from 0 to 65535.' : undefined}
          value={port}
          onChange={setTyped}
        />
        <Button type="submit" disabled={!canMove} busy={isBusy}>
          Move
        </Button>
      </form>
      <p className="type-small text-ink-3">0 takes a free one. The port holds until Hookscope ends; its start decides anew.</p>
    </FormRow>
  )
}

function ReceiverSentence({ receiver }: Pick<ReceiverSectionProps, 'receiver'>) {
  if (receiver === null) return <span className="text-ink-3">Waiting for the engine</span>
  if (receiver.state === 'off') {
    return (
      <>
        <Glyph shape="square" tone="fail" />
        <span className="text-fail">{receiver.reason}</span>
      </>
    )
  }
  return (
    <>
      <Glyph shape={receiver.state === 'paused' ? 'triangle' : 'dot'} tone={receiver.state === 'paused' ? 'warn' : 'ok'} />
      <span>{receiver.state === 'paused' ? 'Paused at' : 'Receiving at'}</span>
      <span className="wire-small">{receiver.url}</span>
      <CopyButton name="Copy the receiver’s URL" text={receiver.url} />
    </>
  )
}
