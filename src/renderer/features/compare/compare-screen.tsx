import { ArrowDown, ArrowLeftRight, ArrowUp, Check } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { StoreApi } from 'zustand/vanilla'
import { counted } from '../../../shared/domain/counted.ts'
import type { FollowApi } from '../../api/follow.ts'
import type { Navigation } from '../../app/navigation.ts'
import { formatRoute, route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { DiffEditor, type DiffResult } from '../../components/editor/diff-editor.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { ExchangeLine } from '../../components/exchange-line.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { compareBodies } from './compare-bodies.ts'
import { IgnoredFields } from './ignored-fields.tsx'
import { createComparePreferences, type ComparePreferences } from './preferences.ts'
import { createCompare, SIDES, type Compare, type Side, type SideName } from './compare-store.ts'
import { compareHeaders } from './header-differences.ts'
import { HeadersDiff } from './headers-diff.tsx'
import { SideHead } from './side-head.tsx'
import { TimingDiff } from './timing-diff.tsx'

/** Two exchanges beside each other; opened from Activity, so not in the rail. */
export function compareScreen(api: FollowApi, navigation: Navigation, storage: Pick<Storage, 'getItem' | 'setItem'>): ScreenView {
  const compare = createCompare(api)
  const preferences = createComparePreferences(storage)
  return ({ route: here }) => <CompareView compare={compare} preferences={preferences} navigation={navigation} here={here} />
}

const PARTS = ['request', 'response', 'timing'] as const
type Part = (typeof PARTS)[number]
const PART_WORDS: Readonly<Record<Part, string>> = { request: 'Request', response: 'Response', timing: 'Timing' }

interface CompareViewProps {
  readonly compare: Compare
  readonly preferences: StoreApi<ComparePreferences>
  readonly navigation: Navigation
  /** `a` and `b` in its query are the two ids, `part` what of them is compared. */
  readonly here: Route
}

function CompareView({ compare, preferences, navigation, here }: CompareViewProps) {
  const state = useStore(compare.store)
  const { a, b } = here.query
  const part = PARTS.find((each) => each === here.query['part']) ?? 'request'
  const { sortKeys, ignoreIdsAndTimes, ignored: ignoredFields } = useStore(preferences)
  const [isListOpen, setListOpen] = useState(false)
  const [result, setResult] = useState<DiffResult | null>(null)
  useEffect(() => {
    compare.open(a ?? null, b ?? null)
    return compare.follow()
  }, [compare, a, b])

  const to = (query: Record<string, string | undefined>): Route => {
    const merged = Object.entries({ ...here.query, ...query }).filter((entry): entry is [string, string] => entry[1] !== undefined)
    return route('compare', null, Object.fromEntries(merged))
  }
  const missing = SIDES.find((side) => isMissing(state[side])) ?? null
  const message = part === 'timing' ? null : part
  const isLate = message !== null && missing === null && result === null
  const swap = (): void => navigation.replace(to({ a: b, b: a }))
  useShortcuts([
    { keys: 's', name: 'Swap sides', group: 'Compare', run: swap },
    { keys: 'i', name: 'Ignored fields', group: 'Compare', run: () => setListOpen(true) },
    { keys: 'Alt+ArrowDown', name: 'Next difference', group: 'Compare', isLate, run: () => result?.go('next') },
    { keys: 'Alt+ArrowUp', name: 'Previous difference', group: 'Compare', isLate, run: () => result?.go('previous') },
  ])

  const bodies = useMemo(() => {
    if (message === null || state.a.bodies === null || state.b.bodies === null) return null
    const layout = { sortKeys, ignoreIdsAndTimes, ignoredKeys: ignoredFields }
    return compareBodies(state.a.bodies[message], state.b.bodies[message], `${PART_WORDS[message]} body`, layout)
  }, [message, state.a.bodies, state.b.bodies, sortKeys, ignoreIdsAndTimes, ignoredFields])
  const headers = useMemo(() => {
    if (message === null || state.a.detail === null || state.b.detail === null) return null
    return compareHeaders(state.a.detail[message]?.headers ?? [], state.b.detail[message]?.headers ?? [], ignoreIdsAndTimes, ignoredFields)
  }, [message, state.a.detail, state.b.detail, ignoreIdsAndTimes, ignoredFields])
  const ignored = (bodies?.ignored ?? 0) + (headers?.filter(({ kind }) => kind === 'ignored').length ?? 0)
  const differingHeaders = headers?.filter(({ kind }) => kind !== 'same' && kind !== 'ignored') ?? []
  const said = [bodies && result && summary(result.differences, differingHeaders.length, ignored), bodies?.note].filter(Boolean).join(' ')
  const differing = [...(bodies?.differing ?? []), ...differingHeaders.map(({ name }) => name)]

  return (
    <div className="pane">
      <div className="pane-bar">
        <h2>Compare</h2>
        <SegmentedControl
          name="What is compared"
          options={PARTS.map((value) => ({ value, label: PART_WORDS[value] }))}
          value={part}
          onChange={(next) => navigation.replace(to({ part: next }))}
        />
        <p role="status" title={said} className="line-clamp-2 min-w-0 type-small text-ink-2">
          {bodies && !result && <span className="compare-busy">Comparing … </span>}
          {said}
        </p>
        <span className="ml-auto flex flex-none items-center gap-2">
          <Button
            icon={sortKeys ? Check : undefined}
            aria-pressed={sortKeys}
            disabled={bodies?.form !== 'json'}
            onClick={() => preferences.setState({ sortKeys: !sortKeys })}
          >
            Ignore key order
          </Button>
          <Button
            icon={ignoreIdsAndTimes ? Check : undefined}
            aria-pressed={ignoreIdsAndTimes}
            onClick={() => preferences.setState({ ignoreIdsAndTimes: !ignoreIdsAndTimes })}
          >
            Ignore ids and times
          </Button>
          <IgnoredFields
            open={isListOpen}
            onOpenChange={setListOpen}
            ignored={ignoredFields}
            differing={[...new Set(differing)]}
            onChange={(ignored) => preferences.setState({ ignored })}
          />
          <IconButton
            icon={ArrowUp}
            name="Previous difference"
            keys="Alt+ArrowUp"
            kind="plain"
            disabled={!result?.differences}
            onClick={() => result?.go('previous')}
          />
          <IconButton
            icon={ArrowDown}
            name="Next difference"
            keys="Alt+ArrowDown"
            kind="plain"
            disabled={!result?.differences}
            onClick={() => result?.go('next')}
          />
          <Button icon={ArrowLeftRight} keys="s" onClick={swap}>
            Swap sides
          </Button>
        </span>
      </div>
      <div className="grid flex-none grid-cols-2 pr-[30px] divide-x divide-line shadow-[inset_0_-1px_var(--line)]">
        {SIDES.map((name: SideName) => (
          <SideHead
            key={name}
            name={name}
            side={state[name]}
            otherId={state[name === 'a' ? 'b' : 'a'].id}
            href={(id) => formatRoute(route('activity', id))}
            offers={state.offers}
            lookProblem={state.lookProblem}
            onLook={(filter) => void compare.look(filter)}
            onChoose={(id) => navigation.replace(to({ [name]: id }))}
            onRetry={() => compare.retry(name)}
          />
        ))}
      </div>
      {missing !== null ? (
        <MissingSide compare={compare} missing={missing} onChoose={(side, id) => navigation.replace(to({ [side]: id }))} />
      ) : part === 'timing' ? (
        state.a.detail && state.b.detail && <TimingDiff a={state.a.detail} b={state.b.detail} />
      ) : (
        <>
          {bodies ? (
            <DiffEditor a={bodies.a} b={bodies.b} language={bodies.form === 'json' ? 'json' : 'text'} onResult={setResult} />
          ) : (
            <div className="flex-1 bg-sunken" aria-busy="true" />
          )}
          {headers && (
            <div className="flex max-h-[38%] min-h-0 flex-none flex-col shadow-[inset_0_1px_var(--line)]">
              <HeadersDiff name={`${PART_WORDS[part]} headers`} rows={headers} />
            </div>
          )}
        </>
      )}
    </div>
  )
}

interface MissingSideProps {
  readonly compare: Compare
  readonly missing: SideName
  readonly onChoose: (side: SideName, id: string) => void
}

/** What suggests itself for the side that nothing was chosen for: replays of the other one, then the latest of its type. */
function MissingSide({ compare, missing, onChoose }: MissingSideProps) {
  const { offers, lookProblem, a, b } = useStore(compare.store)
  const known = a.detail ?? b.detail
  const title = `Choose exchange ${missing.toUpperCase()}`
  const knownId = known?.id
  useEffect(() => {
    void compare.look('')
  }, [compare, knownId])
  if (lookProblem !== null) {
    return (
      <ErrorPanel title={lookProblem.message} onRetry={() => void compare.look('')}>
        {lookProblem.remedy}
      </ErrorPanel>
    )
  }
  if (offers?.length === 0) {
    return (
      <BlankPanel title="Nothing to compare with yet">
        {known === null ? 'Capture or send two exchanges' : 'Replay this exchange, or capture another one'}; in Activity, d on one and then
        on another compares both.
      </BlankPanel>
    )
  }
  return (
    <section aria-label={title} className="min-h-0 flex-1 overflow-auto p-3">
      <h3>{title}</h3>
      <p className="mb-2 type-small text-ink-2">
        {known === null ? 'The latest first.' : `Replays first, then the latest${known.type === null ? '' : ' of the same type'}.`}
      </p>
      <ul className="max-w-2xl">
        {offers?.map((offer) => (
          <li key={offer.id}>
            <button type="button" className="option w-full rounded-md text-left hover:bg-hover" onClick={() => onChoose(missing, offer.id)}>
              <ExchangeLine exchange={offer} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Nothing was chosen, or what was chosen is no longer there. */
function isMissing({ id, problem }: Side): boolean {
  return id === null || problem?.code === 'not_found'
}

function summary(inBody: number, inHeaders: number, ignored: number): string {
  const rest = ignored === 0 ? '' : `${inBody + inHeaders === 0 ? '; ' : ', '}${ignored} ignored`
  if (inBody + inHeaders === 0) return `No differences${rest}.`
  return `${counted(inBody, 'difference')} in the body, ${inHeaders} in the headers${rest}.`
}
