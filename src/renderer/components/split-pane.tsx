import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react'
import { clampSide, readSide, writeSide } from './split-side.ts'

const STEP_PX = 16

interface SplitPaneProps {
  /** What the movable side is: `Inspector`. Its width is remembered under this name. */
  readonly name: string
  /** Which side keeps its width when the window changes. */
  readonly side?: 'start' | 'end' | undefined
  /** Width of that side in px, until somebody moves it. */
  readonly width: number
  /** px */
  readonly minWidth?: number | undefined
  /** Share of the whole that the side may take. */
  readonly maxShare?: number | undefined
  /** The flexible pane. */
  readonly children: ReactNode
  /** The pane of the movable side; null while there is nothing to show. */
  readonly pane: ReactNode | null
}

/** Two panes with a bar between them: drag it, or focus it and press the arrow keys; Enter or a double click sets it back. */
export function SplitPane({ name, side = 'end', width, minWidth = 240, maxShare = 0.6, children, pane }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null)
  const [chosen, setChosen] = useState(() => readSide(name) ?? width)

  function move(next: number): void {
    const fit = clampSide(next, minWidth, (frame.current?.clientWidth ?? Infinity) * maxShare)
    setChosen(fit)
    writeSide(name, fit)
  }
  function drag(event: PointerEvent): void {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const box = frame.current?.getBoundingClientRect()
    if (box) move(side === 'end' ? box.right - event.clientX : event.clientX - box.left)
  }
  function press(event: KeyboardEvent): void {
    const outwards = side === 'end' ? 'ArrowLeft' : 'ArrowRight'
    const inwards = side === 'end' ? 'ArrowRight' : 'ArrowLeft'
    const next = { [outwards]: chosen + STEP_PX, [inwards]: chosen - STEP_PX, Home: minWidth, End: Infinity, Enter: width }[event.key]
    if (next === undefined) return
    event.preventDefault()
    move(next)
  }

  const bar = (
    <div
      className="split-bar"
      role="separator"
      aria-orientation="vertical"
      aria-label={`Width of ${name}`}
      aria-valuenow={Math.round(chosen)}
      aria-valuemin={minWidth}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => move(width)}
      onKeyDown={press}
    />
  )
  const aside = (
    <div className="split-side" style={{ width: chosen, maxWidth: `${maxShare * 100}%` }}>
      {pane}
    </div>
  )
  return (
    <div className="split" ref={frame}>
      {pane !== null && side === 'start' && (
        <>
          {aside}
          {bar}
        </>
      )}
      <div className="pane">{children}</div>
      {pane !== null && side === 'end' && (
        <>
          {bar}
          {aside}
        </>
      )}
    </div>
  )
}
