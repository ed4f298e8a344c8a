import { useState } from 'react'
import type { RawHeaders } from '../../../shared/domain/http-message.ts'
import type { SchemeChoice } from '../../../shared/domain/signature/scheme.ts'
import { DAY_MS } from '../../../shared/domain/units.ts'
import { ComboField } from '../../components/combo-field.tsx'
import { FormRow } from '../../components/form-row.tsx'
import { HeadersField } from '../../components/headers-field.tsx'
import { ReceiverCode } from '../../components/receiver-code.tsx'
import { RotateSecret } from '../../components/rotate-secret.tsx'
import { SaveBar } from '../../components/save-bar.tsx'
import { SchemeField } from '../../components/scheme-field.tsx'
import { SecretField } from '../../components/secret-field.tsx'
import { Section } from './section.tsx'

const nothing = (): void => undefined
const opened = Date.now()
const bar = { onSave: nothing, onDiscard: nothing, saveWord: 'Save', discardWord: 'Discard' }

/** What the editors of endpoints, inboxes and settings are made of. */
export function Forms() {
  const [zone, setZone] = useState('Asia/Tokyo')
  const [headers, setHeaders] = useState<RawHeaders>([
    ['X-Tenant', 'tenant_789'],
    ['Content-Length', '12'],
  ])
  const [none, setNone] = useState<RawHeaders>([])
  const [secret, setSecret] = useState<string | null>(null)
  const [short, setShort] = useState<string | null>('too short')
  const [scheme, setScheme] = useState<SchemeChoice | 'none'>('github')
  return (
    <Section title="Forms">
      <ComboField label="Zone" options={['Asia/Tokyo', 'Europe/Berlin', 'UTC']} value={zone} onChange={setZone} />
      <SchemeField label="Signature" value={scheme} onChange={setScheme} noneWord="None" />
      <HeadersField
        label="Answer headers"
        value={headers}
        onChange={setHeaders}
        errors={new Map([[1, 'Content-Length is written for you: take it out.']])}
      />
      <HeadersField label="No headers" value={none} onChange={setNone} hint="Sent with every attempt." />
      <SecretField
        label="Secret"
        tail="uqXY"
        read={() => Promise.resolve('a-secret-that-is-shown-when-asked-uqXY')}
        value={secret}
        onChange={setSecret}
        actions={<RotateSecret olderUntil={opened + DAY_MS} onRotate={nothing} />}
      />
      <SecretField
        label="New secret"
        tail={null}
        read={null}
        value={short}
        onChange={setShort}
        error="Write at least 32 characters."
        none="Made when you save"
      />
      <FormRow title="Receiver" note="3 attempts">
        <ReceiverCode scheme="github" placeFor={() => ({ port: 3000, path: '/webhooks/github', publicUrl: null })} />
      </FormRow>
      <div className="card overflow-hidden">
        <SaveBar {...bar} changed={[]} refusal={null} isSaving={false} canSave={false} />
        <SaveBar {...bar} changed={['URL', 'events', 'retry policy']} refusal={null} isSaving={false} canSave />
        <SaveBar {...bar} changed={['URL']} refusal={null} isSaving canSave />
        <SaveBar
          {...bar}
          changed={['path']}
          refusal={{ message: '/webhooks/crm belongs to another inbox.', remedy: 'Choose another path.' }}
          isSaving={false}
          canSave
        />
      </div>
    </Section>
  )
}
