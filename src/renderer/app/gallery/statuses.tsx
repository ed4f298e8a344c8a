import { Badge } from '../../components/badge.tsx'
import { AttemptCount, AttemptMark, DeliveryMark } from '../../components/delivery-mark.tsx'
import { DirectionIcon } from '../../components/direction-icon.tsx'
import { Glyph } from '../../components/glyph.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusMark } from '../../components/status-mark.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { DELIVERY_STATES, NETWORK_ERRORS } from '../../../shared/domain/exchange.ts'
import { VERDICTS } from '../../../shared/domain/verdict.ts'
import { Section } from './section.tsx'

const opened = Date.now()

export function Statuses() {
  const row = 'flex flex-wrap gap-x-3 gap-y-1 type-small'
  return (
    <Section title="Status, by colour and by shape">
      <div className={row}>
        {VERDICTS.map((verdict) => (
          <VerdictMark key={verdict} verdict={verdict} reason="Why it is so." />
        ))}
      </div>
      <div className={row}>
        {DELIVERY_STATES.map((state) => (
          <DeliveryMark key={state} state={state} />
        ))}
      </div>
      <div className={row}>
        {[200, 301, 404, 503].map((status) => (
          <StatusMark key={status} status={status} />
        ))}
        {NETWORK_ERRORS.map((error) => (
          <StatusMark key={error} status={null} error={error} />
        ))}
        <StatusMark status={null} />
      </div>
      <div className={row}>
        <AttemptMark state="interrupted" />
        <AttemptCount number={1} of={3} />
        <AttemptCount number={2} of={3} isPending />
        <DirectionIcon direction="in" />
        <DirectionIcon direction="out" />
        <RelativeTime at={opened} form="clock" />
        <RelativeTime at={opened} form="day" />
        <RelativeTime at={opened} form="ago" />
      </div>
      <div className={row}>
        <Badge>inactive</Badge>
        <Badge tone="ok">
          <Glyph shape="check" />
          valid
        </Badge>
        <Badge tone="fail">
          <Glyph shape="square" />
          failing since 09:58
        </Badge>
        <Badge tone="warn">verifies only</Badge>
        <Badge tone="bad">≠ at digit 1</Badge>
        <Badge tone="accent">pending</Badge>
      </div>
    </Section>
  )
}
