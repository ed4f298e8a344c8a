import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Route, ScreenName } from './route.ts'

/** What the frame shows of a screen before it is opened. */
export interface ScreenFace {
  readonly name: ScreenName
  /** In the rail, as heading for screen readers, and in the sheet. */
  readonly title: string
  readonly icon: LucideIcon
  /** Letter after `g` that leads there. */
  readonly letter: string
  /** Screen of the rail that leads here; absent: this one stands in the rail itself. */
  readonly within?: ScreenName
}

/** Draws a screen for a route to it; it fills the main area. Kept while only id and query change. */
export type ScreenView = ComponentType<{ readonly route: Route }>

/** A screen as the frame knows it. */
export interface Screen extends ScreenFace {
  readonly view: ScreenView
}
