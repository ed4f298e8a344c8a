import { type ProfileId, PROFILES, urlPreset } from '../../../shared/domain/profiles/profiles.ts'
import { secretProblem } from '../../../shared/domain/signature/secret.ts'
import { DEFAULT_TENANT } from '../../../shared/domain/event.ts'
import { type ScenarioId, SCENARIOS } from '../../../shared/domain/scenarios/scenarios.ts'
import type { SimulationRequest } from '../../../shared/domain/simulation.ts'
import { targetUrlProblem } from '../../../shared/domain/url.ts'

export const SPEEDS = ['1', '10', '60', '600', 'max'] as const
export type SpeedChoice = (typeof SPEEDS)[number]

/** What is typed and chosen before a simulation starts; texts as they stand in their fields. */
export interface SimulationForm {
  readonly scenario: ScenarioId
  readonly place: 'crm' | 'url'
  readonly url: string
  /** How it is delivered to. */
  readonly profile: ProfileId
  /** Empty: the workspace's. */
  readonly secret: string
  /** Empty: drawn. */
  readonly seed: string
  readonly speed: SpeedChoice
  /** Empty: none. */
  readonly rate: string
  readonly tenants: readonly string[]
  readonly isTest: boolean
  readonly isLooping: boolean
}

export const FIRST_FORM: SimulationForm = {
  scenario: SCENARIOS[0].id,
  place: 'crm',
  url: '',
  profile: 'crm',
  secret: '',
  seed: '',
  speed: '60',
  rate: '',
  tenants: [DEFAULT_TENANT],
  isTest: false,
  isLooping: false,
}

export type FormProblems = Partial<Record<'url' | 'secret' | 'seed' | 'rate', string>>

/** What is wrong with each field, each fitting after the field's name; a URL that is still missing is no mistake. */
export function formProblems({ place, url, profile, secret, seed, rate }: SimulationForm): FormProblems {
  const wrongUrl = place === 'url' && url.trim() !== '' ? targetUrlProblem(url.trim()) : null
  const wrongSecret = place === 'url' && secret !== '' ? secretProblem(PROFILES[profile].scheme, secret) : null
  return {
    ...(wrongUrl !== null && { url: wrongUrl }),
    ...(wrongSecret !== null && { secret: wrongSecret }),
    ...(!/^\d{0,15}$/.test(seed.trim()) && { seed: 'is not a whole number' }),
    ...(!/^(?:[1-9]\d{0,4})?$/.test(rate.trim()) && { rate: 'is not a whole number from 1 to 99,999' }),
  }
}

/** What starts; null while something is wrong or missing. */
export function requestOf(form: SimulationForm): SimulationRequest | null {
  const { scenario, place, url, profile, secret, seed, speed, rate, tenants, isTest, isLooping } = form
  if (Object.keys(formProblems(form)).length > 0 || (place === 'url' && url.trim() === '')) return null
  return {
    scenario,
    speed: speed === 'max' ? 'max' : Number(speed),
    ...(place === 'url' && { targets: [{ kind: 'url', url: url.trim(), ...urlPreset(profile), ...(secret !== '' && { secret }) }] }),
    ...(seed.trim() !== '' && { seed: Number(seed) }),
    ...(rate.trim() !== '' && { rate: Number(rate) }),
    ...(tenants.length > 0 && { tenants }),
    ...(isTest && { isTest }),
    ...(isLooping && { isLooping }),
  }
}
