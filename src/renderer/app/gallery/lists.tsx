import { Columns3 } from 'lucide-react'
import { useRef, useState } from 'react'
import { Checkbox } from '../../components/checkbox.tsx'
import { ExchangeLine } from '../../components/exchange-line.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { ListFilter } from '../../components/list-filter.tsx'
import { Popover } from '../../components/popover.tsx'
import { focusRowList } from '../../components/row-focus.ts'
import { RowList } from '../../components/row-list.tsx'
import { StatusWord } from '../../components/status-word.tsx'
import { Section } from './section.tsx'

const LONG = 'a-name-that-somebody-has-written-without-a-thought-for-how-wide-a-list-is'
const NAMES = ['billing-service', LONG, 'support-desk', 'zapier-staging']
const opened = Date.now()
const LINE = {
  direction: 'out',
  type: 'deal.won',
  method: 'POST',
  path: '/hooks',
  at: opened,
  verdict: null,
  state: 'settled',
  error: null,
} as const

/** Lists of things of which one is open, and how an exchange is told in one line. */
export function Lists() {
  const [query, setQuery] = useState('')
  const [selectedId, setSelectedId] = useState<string | null>('support-desk')
  const [isShown, setShown] = useState(true)
  const search = useRef<HTMLInputElement>(null)
  return (
    <Section title="Lists">
      <div className="flex gap-2">
        <ListFilter label="Filter names" value={query} onChange={setQuery} ref={search} onLeave={() => focusRowList('Names')} />
        <Popover trigger={<IconButton icon={Columns3} name="Columns of the gallery" kind="plain" />} title="Columns">
          <Checkbox label="State" checked={isShown} onChange={setShown} />
        </Popover>
      </div>
      <div className="card flex h-60 flex-col overflow-hidden">
        <RowList
          name="Names"
          columns="minmax(0, 1fr) 96px"
          heads={[{ head: 'Name' }, { head: 'State' }]}
          selectedId={selectedId}
          onOpen={setSelectedId}
          rows={NAMES.filter((name) => name.includes(query)).map((name, index) => ({
            id: name,
            cells: [
              <span key="name" className="truncate type-label" title={name}>
                {name}
              </span>,
              isShown && (
                <StatusWord
                  key="state"
                  shape={index === 1 ? 'square' : 'check'}
                  tone={index === 1 ? 'fail' : 'ok'}
                  word={index === 1 ? 'failing' : 'well'}
                />
              ),
            ],
          }))}
        />
      </div>
      <div className="card flex flex-col gap-1 p-3">
        <div className="flex items-center gap-2">
          <ExchangeLine exchange={{ ...LINE, place: 'billing-service', status: 200, replayOf: null, isImported: true }} />
        </div>
        <div className="flex items-center gap-2">
          <ExchangeLine exchange={{ ...LINE, place: LONG, status: null, error: 'timeout', replayOf: 'capture_1', isImported: false }} />
        </div>
        <div className="flex items-center gap-2">
          <ExchangeLine
            exchange={{
              ...LINE,
              direction: 'in',
              type: null,
              path: `/${LONG}`,
              place: '/webhooks/crm',
              status: 200,
              verdict: 'invalid',
              replayOf: null,
              isImported: false,
            }}
          />
        </div>
      </div>
    </Section>
  )
}
