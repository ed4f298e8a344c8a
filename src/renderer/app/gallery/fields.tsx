import { ListFilter, Search } from 'lucide-react'
import { useState } from 'react'
import { Select } from '../../components/select.tsx'
import { TextArea, TextField } from '../../components/text-field.tsx'
import { TokenField } from '../../components/token-field.tsx'
import { Section } from './section.tsx'

const TYPES = [
  { value: 'deal.won', note: 'Deal marked as won' },
  { value: 'deal.lost', note: 'Deal marked as lost' },
  { value: 'ticket.*', note: '7 types' },
  { value: 'ticket.closed', note: 'Ticket closed' },
]

export function Fields() {
  const [url, setUrl] = useState('http://localhost:3000/webhooks')
  const [wrong, setWrong] = useState('localhost:3000')
  const [query, setQuery] = useState('')
  const [events, setEvents] = useState(['ticket.*', 'deal.won'])
  const [scheme, setScheme] = useState<'crm' | 'github'>('crm')
  const [body, setBody] = useState('{"received":true}')
  return (
    <Section title="Fields">
      <TextField label="Search" hideLabel icon={Search} keys="/" placeholder="Search 31 event types" value={query} onChange={setQuery} />
      <TextField label="URL" hint="Absolute, http or https." wire value={url} onChange={setUrl} />
      <TextField label="URL" wire value={wrong} onChange={setWrong} error="Begin with http:// or https://, as in http://localhost:3000." />
      <TextField label="Filter" hideLabel compact wire icon={ListFilter} value={query} onChange={setQuery} tail="1,701 match" />
      <TextField label="Name" layout="beside" disabled value="Locked while the scenario plays" onChange={setQuery} />
      <TokenField
        label="Events"
        newWord="pattern"
        layout="beside"
        value={events}
        onChange={setEvents}
        suggestions={TYPES}
        problemOf={(text) => (/^[a-z_]+\.(?:[a-z_]+|\*)$/.test(text) ? null : `"${text}" is neither a type nor a pattern such as lead.*`)}
        placeholder="Add a type or a pattern"
        tail="9 of 31 types"
      />
      <Select
        label="Scheme"
        layout="beside"
        value={scheme}
        onChange={setScheme}
        options={[
          { value: 'crm', label: 'CRM', note: 'X-Webhook-Signature' },
          { value: 'github', label: 'GitHub', note: 'X-Hub-Signature-256' },
        ]}
      />
      <TokenField
        label="Locked events"
        layout="beside"
        value={['*']}
        onChange={setEvents}
        suggestions={TYPES}
        problemOf={() => null}
        disabled
      />
      <Select
        label="Missing"
        layout="beside"
        value={scheme}
        onChange={setScheme}
        error="Choose one that the receiver knows."
        options={[
          { value: 'crm', label: 'CRM' },
          { value: 'github', label: 'GitHub' },
        ]}
      />
      <Select
        label="Locked"
        layout="beside"
        disabled
        value={scheme}
        onChange={setScheme}
        options={[
          { value: 'crm', label: 'CRM' },
          { value: 'github', label: 'GitHub' },
        ]}
      />
      <TextArea label="Answer" wire value={body} onChange={setBody} rows={2} />
    </Section>
  )
}
