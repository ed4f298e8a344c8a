import { HeaderTable } from '../../components/header-table.tsx'
import { SplitPane } from '../../components/split-pane.tsx'
import { Well } from '../../components/well.tsx'
import { Section } from './section.tsx'

const BODY = JSON.stringify(
  { eventId: 'evt_7hq2c9x4m1kd', eventType: 'deal.won', data: { id: 'deal_456', amount: 50000, lost: null } },
  null,
  2,
)

export function Wire() {
  const id = BODY.indexOf('evt_')
  return (
    <Section title="Wire text">
      <Well
        name="Signed bytes"
        text={BODY}
        language="json"
        gutter="bytes"
        limit={6}
        bar="85 bytes arrived unsigned"
        marks={[
          { start: 1, end: 4, tone: 'unsigned' },
          { start: id, end: id + 16, tone: 'value' },
        ]}
      />
      <Well
        name="Mend"
        text={
          'const body = JSON.stringify(event)\nfetch(url, { body: pretty(event), headers: sign(body) })\nfetch(url, { body, headers: sign(body) })'
        }
        gutter="lines"
        lineGrounds={{ 1: 'del', 2: 'add' }}
      />
      <Well name="Wrapped" text={`${'0123456789abcdef'.repeat(8)}\tend`} wrap showSpace />
      <HeaderTable
        name="Signed headers"
        startLine="POST /webhooks/crm HTTP/1.1"
        hot={['x-webhook-signature']}
        headers={[
          ['Host', 'localhost:3000'],
          ['Content-Type', 'application/json'],
          ['X-Webhook-Signature', 'sha256=df64a8e384f3ee556fa8aa8712807d22b491066ee66f159423f142ac6008c367'],
        ]}
      />
      <div className="card flex h-24 overflow-hidden">
        <SplitPane name="Gallery side" width={160} minWidth={80} pane={<p className="p-3">Movable side</p>}>
          <p className="p-3">Flexible side</p>
        </SplitPane>
      </div>
    </Section>
  )
}
