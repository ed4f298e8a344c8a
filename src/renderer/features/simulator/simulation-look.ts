import type { SimulationState } from '../../../shared/domain/simulation.ts'
import type { GlyphShape, Tone } from '../../components/glyph.tsx'

/** What each state of a simulation looks like. */
export const SIMULATION_LOOKS: Readonly<
  Record<SimulationState, { readonly shape: GlyphShape; readonly tone: Tone; readonly word: string }>
> = {
  idle: { shape: 'bar', tone: 'idle', word: 'idle' },
  running: { shape: 'pending', tone: 'accent', word: 'running' },
  paused: { shape: 'bar', tone: 'idle', word: 'paused' },
  finishing: { shape: 'pending', tone: 'accent', word: 'finishing' },
  ended: { shape: 'check', tone: 'ok', word: 'ended' },
  stopped: { shape: 'struck', tone: 'idle', word: 'stopped' },
  failed: { shape: 'cross', tone: 'fail', word: 'failed' },
}
