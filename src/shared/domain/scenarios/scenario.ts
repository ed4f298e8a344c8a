import type { CrmAction, CrmKind } from '../crm/kinds.ts'
import type { JsonValue } from '../event.ts'

/**
 * Scenarios as data: what happens in the CRM, and when. A scenario is a timetable of *tellings* of stories; a story is a
 * few steps on its own *cast* of entities. Everything drawn (names, outcomes, times) follows from one seed.
 */

/** A value of a step: as it stands, the id of a member of the cast, or one of several. */
export type StepValue =
  | { readonly is: JsonValue }
  | { readonly idOf: string }
  | { readonly oneOf: readonly [JsonValue, ...JsonValue[]] }
  /** A new value from the sample of this event type, as `lead.created` tells of a `phone`. */
  | { readonly sampleOf: string }

interface AnyStep {
  /** ms after the story's beginning, at speed 1. */
  readonly atMs: number
  /** Name in the cast, `lead`. */
  readonly role: string
  /** Only in tellings with this outcome. */
  readonly when?: string
  readonly fields?: Readonly<Record<string, StepValue>>
}

/** One change. Created entities are samples, less what refers to others, with `fields` on top. */
export type Step =
  | (AnyStep & { readonly do: 'create'; readonly kind: CrmKind })
  | (AnyStep & { readonly do: 'update' })
  | (AnyStep & { readonly do: 'delete' })
  /** `makes`: role of the contact that a conversion makes. */
  | (AnyStep & { readonly do: 'act'; readonly action: CrmAction; readonly makes?: string })

export interface Story {
  /** Steps in the order of their times. */
  readonly steps: readonly Step[]
  /** How a telling can go, with weights; drawn once a telling. */
  readonly outcomes?: Readonly<Record<string, number>>
}

export interface Scenario {
  readonly id: string
  readonly title: string
  /** One sentence. */
  readonly description: string
  /** ms at speed 1, less what the last telling takes. */
  readonly lengthMs: number
  readonly tellings: readonly {
    readonly story: Story
    /** `tenant`: one for each tenant; a number: so many in all, tenant by tenant in turn. */
    readonly count: number | 'tenant'
    /** When they begin: one after the other at even distances, or anywhere in the scenario. */
    readonly spread: 'even' | 'anywhere'
  }[]
}
