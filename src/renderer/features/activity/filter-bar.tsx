import { ListFilter, Pause, Play, X } from 'lucide-react'
import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react'
import { useStore } from 'zustand'
import { isNewestFirst } from '../../../shared/domain/feed-order.ts'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Count } from './activity-state.ts'
import type { Activity } from './activity-store.ts'
import { FilterMistake } from './filter-mistake.tsx'
import { FilterOffers } from './filter-offers.tsx'
import { filterMistake, knownValues } from './filter-text.ts'
import { useCompletions } from './use-completions.ts'

/** Typing pauses this long before the engine is asked. */
const TYPING_MS = 250

interface FilterBarProps {
  readonly activity: Activity
  /** What the address says. */
  readonly filter: string
  readonly field: RefObject<HTMLInputElement | null>
  readonly onFilter: (filter: string) => void
  /** The reader is done with the field. */
  readonly onLeave: () => void
  /** Stand behind the field: what else the feed can be asked. */
  readonly controls: ReactNode
  /** Stands at the end of the bar. */
  readonly tools: ReactNode
}

/** The filter, how many match, and whether the feed runs. */
export function FilterBar({ activity, filter, field, onFilter, onLeave, controls, tools }: FilterBarProps) {
  const filterProblem = useStore(activity.store, (state) => state.filterProblem)
  // Only where it is shown: it changes with every live batch.
  const total = useStore(activity.store, (state) => (filter === '' || state.filterProblem ? null : state.total))
  // What is being typed over what the address says; the address wins when somebody else changes it: back, a link, "clear".
  const [typed, setTyped] = useState({ text: filter, over: filter })
  const text = typed.over === filter ? typed.text : filter
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(typing.current), [filter])

  function type(next: string): void {
    setTyped({ text: next, over: filter })
    clearTimeout(typing.current)
    typing.current = setTimeout(() => onFilter(next), TYPING_MS)
  }
  function apply(next: string): void {
    clearTimeout(typing.current)
    setTyped({ text: next, over: filter })
    onFilter(next)
  }

  const offersId = useId()
  const offered = useCompletions(field, () => knownValues(activity.store.getState().feed?.rows ?? []), type)
  const mistake = filterProblem && filterMistake(filter)

  return (
    <div className="pane-bar h-auto min-h-12 items-start py-2">
      <div className="relative min-w-0 flex-1">
        <TextField
          ref={field}
          className="w-full"
          role="combobox"
          aria-autocomplete="list"
          aria-expanded={offered.options.length > 0}
          aria-controls={offersId}
          aria-activedescendant={offered.active === null ? undefined : `${offersId}-${offered.active}`}
          label="Filter exchanges"
          hideLabel
          wire
          icon={ListFilter}
          keys="/"
          placeholder="words  type:lead.*  status:>=500  body.data.email:*@acme.com"
          value={text}
          onChange={(next) => {
            type(next)
            offered.open()
          }}
          onClick={offered.open}
          onBlur={offered.close}
          error={
            // While something is offered for what is typed, it is unfinished and not wrong.
            filterProblem &&
            offered.options.length === 0 &&
            (mistake ? <FilterMistake text={filter} problem={mistake} /> : `${filterProblem.message} ${filterProblem.remedy}`)
          }
          tail={
            <span className="inline-flex items-center gap-2">
              <span role="status">{matchWords(total)}</span>
              {text !== '' && <IconButton icon={X} name="Clear the filter" size="small" onClick={() => apply('')} />}
            </span>
          }
          onKeyDown={(event) => {
            if (offered.onKeyDown(event)) return event.preventDefault()
            if (event.key !== 'Enter' && event.key !== 'Escape') return
            event.preventDefault()
            offered.close()
            if (event.key === 'Enter') apply(text)
            onLeave()
          }}
        />
        {offered.options.length > 0 && <FilterOffers id={offersId} offered={offered} />}
      </div>
      {controls}
      <FeedButton activity={activity} />
      {tools}
    </div>
  )
}

/** Runs or waits; while it waits, how many came. In another order than the newest first it always waits. */
function FeedButton({ activity }: { readonly activity: Activity }) {
  const isPaused = useStore(activity.store, (state) => state.isPaused)
  const isAtTop = useStore(activity.store, (state) => state.isAtTop)
  const fresh = useStore(activity.store, (state) => state.fresh)
  const isOrdered = useStore(activity.store, ({ shown }) => !isNewestFirst(shown.order))
  const hasNew = fresh.value > 0 || !fresh.exact
  const isWaiting = isOrdered || isPaused || (!isAtTop && hasNew)
  const word = hasNew ? `${formatCount(fresh.value)}${fresh.exact ? '' : '+'} new` : isOrdered ? 'Sorted' : isPaused ? 'Paused' : 'Live'
  const verb = isOrdered ? 'sort again' : 'resume the feed'
  return (
    <Button
      size="large"
      icon={isWaiting ? Play : Pause}
      aria-pressed={isWaiting}
      aria-label={isWaiting ? `${word}: ${verb}` : 'Live: pause the feed'}
      className="min-w-24 tabular-nums"
      onClick={() => (isWaiting ? void activity.showNew() : activity.togglePause())}
    >
      {word}
    </Button>
  )
}

function matchWords(total: Count | null): string {
  return total === null ? '' : `${formatCount(total.value)}${total.exact ? '' : '+'} match`
}
