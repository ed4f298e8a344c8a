import type { StoreApi } from 'zustand/vanilla'
import type { EventTypeEntry } from '../../../shared/domain/catalogue/event-types.ts'
import type { SampleVariant } from '../../../shared/domain/catalogue/variants.ts'
import type { BodyForm } from '../../../shared/domain/composed-body.ts'
import type { Composition, CompositionHead } from '../../../shared/domain/composition.ts'
import type { Endpoint } from '../../../shared/domain/endpoint.ts'
import type { JsonObject } from '../../../shared/domain/event.ts'
import type { SendPreview, SendRequest, Target } from '../../../shared/domain/sending.ts'
import type { Problem } from '../../api/problem.ts'
import type { Draft } from './draft.ts'
import type { UrlTarget } from './targets.ts'

/**
 * What is being composed. Each event type has a draft that is open; looking at another type loses nothing.
 *
 * 1. A draft is kept in the workspace from its first edit on. A sample that nobody touched is not.
 * 2. Another sample, a template or a kept draft takes the place of the open draft and never its text: that one stays kept.
 * 3. Preview: none → shown ⇄ shown (old, while the next is on its way) | refused
 */
export interface ComposeState {
  readonly type: string
  /** Open drafts by event type; the present type's is missing until its sample is there. */
  readonly drafts: Readonly<Record<string, Draft>>
  /** Drafts and templates in the workspace, latest first; null until read. */
  readonly kept: readonly CompositionHead[] | null
  /** Why a draft could not be kept; null when all is. */
  readonly keepingProblem: Problem | null
  /** Why there is no sample; null otherwise. */
  readonly sampleProblem: Problem | null
  /** The catalogue; empty until read. */
  readonly types: readonly EventTypeEntry[]
  /** Of the present type, when it is one of the workspace's own. */
  readonly ownSchema: { readonly type: string; readonly schema: JsonObject } | null
  readonly form: BodyForm
  /** Of the random values of the next send, so that it sends what the preview shows. */
  readonly fillSeed: number
  /** null until read. */
  readonly endpoints: readonly Endpoint[] | null
  readonly endpointsProblem: Problem | null
  /** Ids of chosen endpoints. Until a person chooses, those that want the type. */
  readonly chosen: readonly string[]
  readonly hasChosen: boolean
  readonly url: UrlTarget
  readonly preview: Preview
}

export type Preview =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'shown'
      readonly preview: SendPreview
      /** The target it is for; null: for none yet. */ readonly target: Target | null
    }
  | { readonly kind: 'refused'; readonly problem: Problem }

export interface Compose {
  readonly store: StoreApi<ComposeState>
  /** Reads what the engine has; the first time it goes on where somebody stopped. */
  refresh(): Promise<void>
  chooseType(type: string): Promise<void>
  edit(text: string): void
  /**
   * Begins a draft with the next sample; gives the one whose place it takes if that had been edited. What is typed while
   * the sample is on its way stays.
   */
  nextSample(): Promise<Draft | null>
  /** The same with a sample at the edge, or a realistic one. */
  chooseVariant(variant: SampleVariant | null): Promise<Draft | null>
  /** Opens a draft that was open before. */
  putBack(draft: Draft): void
  /** Opens a kept draft, or begins one with a template. Rejects when it is not there any more. */
  open(id: string): Promise<void>
  /** Keeps what is typed as a template, in place of the one of this name. Rejects when it is refused. */
  saveTemplate(name: string): Promise<void>
  /** Removes a draft or template from the workspace; gives it, so that it can be put back. */
  removeKept(id: string): Promise<Composition>
  restoreKept(composition: Composition): Promise<void>
  /** Keeps now what was typed last. */
  flush(): Promise<void>
  /** Other random values for the next send. */
  renew(): void
  chooseForm(form: BodyForm): void
  chooseEndpoint(id: string, isChosen: boolean): void
  changeUrl(changes: Partial<UrlTarget>): void
  /** What would be sent now; null while there is no text, no target, or a URL is wrong. */
  request(): SendRequest | null
}

/** Randomness of the page, handed in. */
export interface ComposeChance {
  readonly newId: () => string
  /** 0 ≤ x < 1 */
  readonly fraction: () => number
}
