import type { Speed } from './retry-policy.ts'
import type { ScenarioId } from './scenarios/scenarios.ts'
import type { Target } from './sending.ts'

/** What is simulated, and how. */
export interface SimulationRequest {
  readonly scenario: ScenarioId
  /** Absent: the mock CRM changes, and its events go to every active endpoint whose events match. Else only events are made. */
  readonly targets?: readonly Target[]
  /** A whole number ≥ 0: the same seed gives the same payloads, ids and times included. Absent: drawn, and times are those of now. */
  readonly seed?: number
  /** Time of the beginning in the payloads, ms since 1970. Absent: from the seed; without one it fits so that the end is now. */
  readonly startAt?: number
  /** How fast the scenario passes; of the retry ladders too. 1 when absent. */
  readonly speed?: Speed
  /** Events a second at most. */
  readonly rate?: number
  /** `tenant_1` when absent. */
  readonly tenants?: readonly string[]
  /** `metadata.environment` is `test`. */
  readonly isTest?: boolean
  /** Begins again and again, each round with the next seed. */
  readonly isLooping?: boolean
}

/**
 * idle → running ⇄ paused → finishing → ended; stopped by a person, or failed, from any but idle.
 * `finishing`: all changes are made, deliveries are still under way.
 */
export const SIMULATION_STATES = ['idle', 'running', 'paused', 'finishing', 'ended', 'stopped', 'failed'] as const
export type SimulationState = (typeof SIMULATION_STATES)[number]

/** The latest simulation; what is null has not begun. */
export interface SimulationStatus {
  readonly state: SimulationState
  readonly scenario: ScenarioId | null
  /** Of this round. */
  readonly seed: number | null
  readonly speed: Speed
  readonly rate: number | null
  readonly tenants: readonly string[]
  /** Where the events go: hosts and endpoints by name; null: as the CRM decides. */
  readonly place: string | null
  readonly isTest: boolean
  readonly isLooping: boolean
  /** 1, 2, … */
  readonly round: number
  /** Of this round. */
  readonly changes: { readonly made: number; readonly of: number }
  /** ms at speed 1, of this round. */
  readonly position: { readonly atMs: number; readonly ofMs: number }
  /** In all rounds. */
  readonly events: number
  readonly deliveries: {
    readonly made: number
    readonly pending: number
    readonly success: number
    readonly failed: number
    readonly cancelled: number
  }
  /** Type of the latest event. */
  readonly latest: string | null
  /** Why it failed, one sentence. */
  readonly problem: string | null
  /** ms since 1970 */
  readonly startedAt: number | null
  readonly endedAt: number | null
}

/** Before the first simulation. */
export const NO_SIMULATION: SimulationStatus = {
  state: 'idle',
  scenario: null,
  seed: null,
  speed: 1,
  rate: null,
  tenants: [],
  place: null,
  isTest: false,
  isLooping: false,
  round: 0,
  changes: { made: 0, of: 0 },
  position: { atMs: 0, ofMs: 0 },
  events: 0,
  deliveries: { made: 0, pending: 0, success: 0, failed: 0, cancelled: 0 },
  latest: null,
  problem: null,
  startedAt: null,
  endedAt: null,
}

/** Whether there is nothing more to come. */
export function isOver({ state }: SimulationStatus): boolean {
  return state === 'ended' || state === 'stopped' || state === 'failed' || state === 'idle'
}
