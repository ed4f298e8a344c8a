import { ListFilter, Pause, Play, X } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import { Button } from '../../components/button.tsx'
import { formatCount } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { TextField } from '../../components/text-field.tsx'
import type { Count } from './activity-state.ts'
import type { Activity } from './activity-store.ts'

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
}

/** The filter, how many match, and whether the feed runs. */
export function FilterBar({ activity, filter, field, onFilter, onLeave }: FilterBarProps) {
  const { total, filterProblem, isPaused, isAtTop, fresh } = useStore(activity.store)
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

  return (
    <div className="pane-bar h-auto min-h-12 items-start py-2">
      <TextField
        ref={field}
        className="min-w-0 flex-1"
        label="Filter exchanges"
        hideLabel
        wire
        icon={ListFilter}
        keys="/"
        placeholder="type:lead.*  status:>=500  sig:invalid"
        value={text}
        onChange={type}
        error={filterProblem && `${filterProblem.message} ${filterProblem.remedy}`}
        tail={
          <span className="inline-flex items-center gap-2">
            <span role="status">{filter === '' || filterProblem ? '' : matchWords(total)}</span>
            {text !== '' && <IconButton icon={X} name="Clear the filter" size="small" onClick={() => apply('')} />}
          </span>
        }
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return
          event.preventDefault()
          if (event.key === 'Enter') apply(text)
          onLeave()
        }}
      />
      <FeedButton activity={activity} isPaused={isPaused} isAtTop={isAtTop} fresh={fresh} />
    </div>
  )
}

interface FeedButtonProps {
  readonly activity: Activity
  readonly isPaused: boolean
  readonly isAtTop: boolean
  readonly fresh: Count
}

/** Runs or waits; while it waits, how many came. */
function FeedButton({ activity, isPaused, isAtTop, fresh }: FeedButtonProps) {
  const hasNew = fresh.value > 0 || !fresh.exact
  const isWaiting = isPaused || (!isAtTop && hasNew)
  const word = hasNew ? `${formatCount(fresh.value)}${fresh.exact ? '' : '+'} new` : isPaused ? 'Paused' : 'Live'
  return (
    <Button
      size="large"
      icon={isWaiting ? Play : Pause}
      aria-pressed={isWaiting}
      aria-label={isWaiting ? `${word}: resume the feed` : 'Live: pause the feed'}
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
