import { Popover } from '@base-ui/react/popover'
import { Search } from 'lucide-react'
import { useState, type ReactElement } from 'react'
import type { ExchangeSummary } from '../../../shared/domain/exchange.ts'
import type { Problem } from '../../api/problem.ts'
import { ExchangeLine } from '../../components/exchange-line.tsx'
import { TextField } from '../../components/text-field.tsx'

interface ExchangePickerProps {
  /** What it chooses. */
  readonly name: string
  readonly trigger: ReactElement
  /** null while they are looked for. */
  readonly offers: readonly ExchangeSummary[] | null
  /** Why they could not be looked for. */
  readonly problem: Problem | null
  /** Looks for exchanges that a filter matches; none: those that suggest themselves. */
  readonly onLook: (filter: string) => void
  readonly onChoose: (id: string) => void
}

/** One of the exchanges, found by a filter. */
export function ExchangePicker({ name, trigger, offers, problem, onLook, onChoose }: ExchangePickerProps) {
  const [isOpen, setOpen] = useState(false)
  const [filter, setFilter] = useState('')
  const look = (text: string): void => {
    setFilter(text)
    onLook(text)
  }
  return (
    <Popover.Root
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        if (open) look('')
      }}
    >
      <Popover.Trigger render={trigger} />
      <Popover.Portal>
        <Popover.Positioner className="popup-place" sideOffset={4} align="end">
          <Popover.Popup className="popup flex max-h-96 w-120 flex-col" aria-label={name}>
            <div className="p-2 shadow-[inset_0_-1px_var(--line)]">
              <TextField
                label="Filter"
                hideLabel
                wire
                compact
                icon={Search}
                value={filter}
                onChange={look}
                placeholder="type:deal.won status:5xx"
              />
            </div>
            <div className="min-h-0 flex-1 overflow-auto py-1">
              {problem !== null ? (
                <p role="alert" className="p-3 type-small">
                  <span className="text-fail">{problem.message}</span> {problem.remedy}
                </p>
              ) : offers === null ? (
                <p className="p-3 type-small text-ink-2">Looking</p>
              ) : offers.length === 0 ? (
                <p className="p-3 type-small text-ink-2">No other exchange matches.</p>
              ) : (
                offers.map((offer) => (
                  <Popover.Close key={offer.id} className="option w-full text-left" onClick={() => onChoose(offer.id)}>
                    <ExchangeLine exchange={offer} />
                  </Popover.Close>
                ))
              )}
            </div>
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  )
}
