import { Play } from 'lucide-react'
import { PROFILE_IDS, PROFILES } from '../../../shared/domain/profiles/profiles.ts'
import { SCENARIOS } from '../../../shared/domain/scenarios/scenarios.ts'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { fieldSentence } from '../../components/field-sentence.ts'
import { formatDelay } from '../../components/format.ts'
import { FormRow } from '../../components/form-row.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Select } from '../../components/select.tsx'
import { TextField } from '../../components/text-field.tsx'
import { TokenField } from '../../components/token-field.tsx'
import { formProblems, type SimulationForm, type SpeedChoice, SPEEDS } from './simulation-form.ts'
import type { Command, Simulator } from './simulator-store.ts'

interface SimulationFieldsProps {
  readonly form: SimulationForm
  readonly busy: Command | null
  readonly isRunning: boolean
  readonly simulator: Simulator
}

/** What is to be simulated, and how. */
export function SimulationFields({ form, busy, isRunning, simulator }: SimulationFieldsProps) {
  const problems = formProblems(form)
  const { change } = simulator
  const scenario = SCENARIOS.find(({ id }) => id === form.scenario) ?? SCENARIOS[0]
  return (
    <section className="pane" aria-label="Scenario">
      <div className="pane-bar">
        <h2>Scenario</h2>
      </div>
      <div className="pane-body">
        <div className="flex flex-col gap-4 p-4">
          <FormRow title="Play">
            <SegmentedControl
              name="Scenario"
              options={SCENARIOS.map(({ id, title }) => ({ value: id, label: title }))}
              value={form.scenario}
              onChange={(next) => change({ scenario: next })}
            />
            <p className="type-small text-ink-2">
              {scenario.description} {takes(scenario.lengthMs, form.speed)}
            </p>
          </FormRow>
          <FormRow title="Speed">
            <SegmentedControl
              name="Speed"
              options={SPEEDS.map((value) => ({ value, label: value === 'max' ? 'Max' : `${value} ×` }))}
              value={form.speed}
              onChange={(speed) => change({ speed })}
            />
            <TextField
              label="At most"
              compact
              value={form.rate}
              placeholder="no limit"
              error={problems.rate && fieldSentence('The rate', problems.rate)}
              onChange={(rate) => change({ rate })}
              tail="events a second"
              inputMode="numeric"
            />
          </FormRow>
          <FormRow title="Send to">
            <SegmentedControl
              name="Send to"
              options={[
                { value: 'crm', label: 'Its webhooks' },
                { value: 'url', label: 'A URL' },
              ]}
              value={form.place}
              onChange={(place) => change({ place })}
            />
            {form.place === 'crm' ? (
              <p className="type-small text-ink-2">The mock CRM itself changes, and every active endpoint gets the events that it takes.</p>
            ) : (
              <>
                <TextField
                  label="URL"
                  compact
                  wire
                  placeholder="http://localhost:3000/webhooks/crm"
                  value={form.url}
                  error={problems.url && fieldSentence('URL', problems.url)}
                  onChange={(url) => change({ url })}
                />
                <Select
                  label="Deliver as"
                  compact
                  options={PROFILE_IDS.map((id) => ({ value: id, label: PROFILES[id].label }))}
                  value={form.profile}
                  onChange={(profile) => change({ profile })}
                />
                <TextField
                  label="Secret"
                  compact
                  wire
                  placeholder="the workspace’s"
                  value={form.secret}
                  error={problems.secret && fieldSentence('Secret', problems.secret)}
                  onChange={(secret) => change({ secret })}
                />
              </>
            )}
          </FormRow>
          <FormRow title="Payloads">
            <TextField
              label="Seed"
              compact
              value={form.seed}
              placeholder="drawn"
              hint="The same seed gives the same payloads, ids and times included."
              error={problems.seed && fieldSentence('Seed', problems.seed)}
              onChange={(seed) => change({ seed })}
              inputMode="numeric"
            />
            <TokenField
              label="Tenants"
              value={form.tenants}
              onChange={(tenants) => change({ tenants })}
              suggestions={[]}
              problemOf={(text) => (text.length > 200 ? 'A tenant has at most 200 characters.' : null)}
            />
            <Checkbox label="metadata.environment is test" checked={form.isTest} onChange={(isTest) => change({ isTest })} />
          </FormRow>
        </div>
      </div>
      <div className="pane-foot">
        <Checkbox label="Again and again" checked={form.isLooping} onChange={(isLooping) => change({ isLooping })} />
        <Button
          kind="primary"
          size="large"
          icon={Play}
          keys="Mod+Enter"
          className="ml-auto"
          disabled={!simulator.canStart() && busy !== 'start'}
          title={isRunning ? 'Stop the one that runs first' : undefined}
          busy={busy === 'start'}
          onClick={() => void simulator.command('start')}
        >
          {busy === 'start' ? 'Starting' : 'Start'}
        </Button>
      </div>
    </section>
  )
}

function takes(lengthMs: number, speed: SpeedChoice): string {
  return speed === 'max' ? 'It takes no longer than the deliveries do.' : `It takes at least ${formatDelay(lengthMs / Number(speed))}.`
}
