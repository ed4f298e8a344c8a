import type { LucideIcon } from 'lucide-react'
import type { ComponentType } from 'react'
import type { Route, ScreenName } from './route.ts'

/** A screen as the frame knows it. */
export interface Screen {
  readonly name: ScreenName
  /** In the rail, as heading for screen readers, and in the sheet. */
  readonly title: string
  readonly icon: LucideIcon
  /** Letter after `g` that leads there. */
  readonly letter: string
  /** Screen of the rail that leads here; absent: this one stands in the rail itself. */
  readonly within?: ScreenName
  /** Draws the screen for a route to it; it fills the main area. Kept while only id and query change. */
  readonly view: ComponentType<{ readonly route: Route }>
}
