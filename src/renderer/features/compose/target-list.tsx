import { Plus, X } from 'lucide-react'
import { counted } from '../../../shared/domain/counted.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import { matchesEvents } from '../../../shared/domain/event.ts'
import { isForList, type Problem } from '../../api/problem.ts'
import { formatRoute, route } from '../../app/route.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { cutUrl } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { SchemeField } from '../../components/scheme-field.tsx'
import { TextField } from '../../components/text-field.tsx'
import { urlProblem, urlSecretProblem, type UrlTarget } from './targets.ts'

const URL_CHARACTERS = 40

interface TargetListProps {
  readonly type: string
  /** null until read. */
  readonly endpoints: readonly Endpoint[] | null
  readonly problem: Problem | null
  readonly chosen: readonly string[]
  readonly url: UrlTarget
  readonly onChoose: (id: string, isChosen: boolean) => void
  readonly onChangeUrl: (changes: Partial<UrlTarget>) => void
  readonly onRetry: () => void
}

/** Where it goes: endpoints and a URL that is none. */
export function TargetList({ type, endpoints, problem, chosen, url, onChoose, onChangeUrl, onRetry }: TargetListProps) {
  return (
    <section aria-label="Targets" className="flex flex-col gap-2">
      <div className="flex min-h-7 items-center gap-2">
        <h2>Targets</h2>
        {endpoints && (
          <span className="type-small text-ink-3">
            {chosen.length} of {counted(endpoints.length, 'endpoint')}
          </span>
        )}
        {!url.isOn && (
          <Button kind="quiet" size="small" icon={Plus} className="-mr-2 ml-auto" onClick={() => onChangeUrl({ isOn: true })}>
            Any URL
          </Button>
        )}
      </div>
      {isForList(problem, endpoints) && (
        <ErrorPanel title={problem.message} onRetry={onRetry}>
          {problem.remedy}
        </ErrorPanel>
      )}
      {endpoints?.length === 0 && (
        <p className="type-small text-ink-3">
          There is no endpoint yet. <a href={formatRoute(route('endpoints', 'new'))}>Make one</a>, or name a URL.
        </p>
      )}
      {endpoints && endpoints.length > 0 && (
        <ul className="max-h-48 overflow-y-auto">
          {endpoints.map((endpoint) => (
            <EndpointTarget
              key={endpoint.id}
              endpoint={endpoint}
              type={type}
              isChosen={chosen.includes(endpoint.id)}
              onChoose={(isChosen) => onChoose(endpoint.id, isChosen)}
            />
          ))}
        </ul>
      )}
      {url.isOn && <UrlFields url={url} onChange={onChangeUrl} />}
    </section>
  )
}

interface EndpointTargetProps {
  readonly endpoint: Endpoint
  readonly type: string
  readonly isChosen: boolean
  readonly onChoose: (isChosen: boolean) => void
}

function EndpointTarget({ endpoint, type, isChosen, onChoose }: EndpointTargetProps) {
  const { name, resolvedUrl, isActive, events } = endpoint
  const wants = matchesEvents(events, type)
  return (
    <li className="flex h-8 items-center gap-2 type-small">
      <Checkbox label={name} hideLabel checked={isChosen} disabled={!isActive} onChange={onChoose} />
      <span className={`max-w-[45%] truncate ${isChosen ? 'medium' : ''} ${isActive ? '' : 'text-ink-3'}`} title={name}>
        {name}
      </span>
      <span className="min-w-0 grow truncate wire-small text-ink-3" title={resolvedUrl}>
        {cutUrl(resolvedUrl, URL_CHARACTERS)}
      </span>
      {!isActive ? (
        <a
          className="flex-none"
          href={formatRoute(route('endpoints', endpoint.id))}
          title={endpoint.note ?? 'Nothing is sent to it while it is off'}
        >
          inactive
        </a>
      ) : (
        !wants && (
          <span
            className="flex-none text-ink-3"
            title={`Its events are ${events.join(', ')}. Chosen here, it is sent ${type} all the same.`}
          >
            other events
          </span>
        )
      )}
    </li>
  )
}

function UrlFields({ url, onChange }: { readonly url: UrlTarget; readonly onChange: (changes: Partial<UrlTarget>) => void }) {
  const wrongUrl = urlProblem(url)
  const wrongSecret = urlSecretProblem(url)
  return (
    <div className="flex flex-col gap-2 rounded-l border border-line p-3">
      <TextField
        label="URL"
        compact
        wire
        // It was just asked for.
        autoFocus={url.url === ''}
        placeholder="http://localhost:3000/webhooks/crm"
        error={wrongUrl && fieldSentence('URL', wrongUrl)}
        value={url.url}
        onChange={(text) => onChange({ url: text })}
        tail={
          <span className="-mr-1.5 flex">
            <IconButton icon={X} size="small" name="Remove the URL" onClick={() => onChange({ isOn: false })} />
          </span>
        }
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <SchemeField label="Scheme" compact noneWord="Not signed" value={url.scheme} onChange={(scheme) => onChange({ scheme })} />
        <TextField
          label="Secret"
          compact
          wire
          disabled={url.scheme === 'none'}
          placeholder="the workspace’s"
          error={wrongSecret && fieldSentence('Secret', wrongSecret)}
          value={url.secret}
          onChange={(secret) => onChange({ secret })}
        />
      </div>
      <p className="type-small text-ink-3">One delivery with the CRM’s three attempts; no endpoint is made.</p>
    </div>
  )
}
