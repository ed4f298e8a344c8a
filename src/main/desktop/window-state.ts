import { readJsonFile, writeJsonFile } from './json-file.ts'

/** In device-independent pixels, as Electron counts. */
export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How the window was left. */
export interface WindowState {
  /** Of the window when it is neither maximized nor full screen; null: centred, in its first size. */
  readonly bounds: Bounds | null
  readonly isMaximized: boolean
}

export const FIRST_SIZE = { width: 1280, height: 840 }
export const LEAST_SIZE = { width: 720, height: 480 }

/** What was remembered, moved and shrunk so that all of it lies on a screen that is there now. */
export function readWindowState(file: string, workAreas: readonly Bounds[]): WindowState {
  const stored = readJsonFile(file)
  const bounds = boundsOf(stored['bounds'])
  return { bounds: bounds && keepOnScreen(bounds, workAreas), isMaximized: stored['isMaximized'] === true }
}

/** One that cannot be written is forgotten: no reason to keep a window open. */
export function writeWindowState(file: string, state: WindowState): void {
  writeJsonFile(file, state)
}

/** The same window on the screen that shows most of it; null when none shows any. */
export function keepOnScreen(bounds: Bounds, workAreas: readonly Bounds[]): Bounds | null {
  const [best] = workAreas.toSorted((one, other) => overlap(bounds, other) - overlap(bounds, one))
  if (!best || overlap(bounds, best) === 0) return null
  const width = Math.min(bounds.width, best.width)
  const height = Math.min(bounds.height, best.height)
  return {
    x: within(bounds.x, best.x, best.x + best.width - width),
    y: within(bounds.y, best.y, best.y + best.height - height),
    width,
    height,
  }
}

function overlap(one: Bounds, other: Bounds): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x)
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y)
  return Math.max(width, 0) * Math.max(height, 0)
}

function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

function boundsOf(value: unknown): Bounds | null {
  if (typeof value !== 'object' || value === null) return null
  const { x, y, width, height } = value as Partial<Record<keyof Bounds, unknown>>
  const numbers = [x, y, width, height].map((each) => (Number.isInteger(each) ? Number(each) : null))
  const [left, top, wide, high] = numbers
  if (left == null || top == null || wide == null || high == null) return null
  return wide < LEAST_SIZE.width || high < LEAST_SIZE.height ? null : { x: left, y: top, width: wide, height: high }
}
