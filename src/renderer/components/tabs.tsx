import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { formatCount } from './format.ts'

export interface TabItem<Value extends string> {
  readonly value: Value
  readonly label: string
  readonly count?: number | undefined
  /** A status shape with its word: `<VerdictMark verdict="invalid" shapeOnly />`. */
  readonly mark?: ReactNode
  readonly disabled?: boolean | undefined
}

interface TabsProps<Value extends string> {
  /** What the tabs divide: `Exchange`. */
  readonly name: string
  readonly tabs: readonly TabItem<Value>[]
  readonly value: Value
  readonly onChange: (value: Value) => void
  /** The chosen tab's content; it scrolls by itself if it wants to. */
  readonly children: ReactNode
}

/** Views of one thing. Only the chosen one is drawn. */
export function Tabs<Value extends string>({ name, tabs, value, onChange, children }: TabsProps<Value>) {
  return (
    <Base.Root className="tabs grow" value={value} onValueChange={(next: Value) => onChange(next)}>
      <Base.List className="tab-list" aria-label={name} activateOnFocus>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} disabled={tab.disabled ?? false} className="tab">
            {tab.label}
            {tab.count !== undefined && <span className="tab-count">{formatCount(tab.count)}</span>}
            {tab.mark}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} className="flex min-h-0 grow flex-col">
        {children}
      </Base.Panel>
    </Base.Root>
  )
}
