import type { ReactNode } from 'react'
import { HealthPanel } from './health-panel.tsx'
import type { HealthNoun, ShownHealth } from './health-words.ts'
import { Tabs } from './tabs.tsx'

export const EDITOR_TABS = ['settings', 'health'] as const
export type EditorTab = (typeof EDITOR_TABS)[number]

interface EditorTabsProps {
  readonly tab: EditorTab
  readonly onTab: (tab: EditorTab) => void
  /** Of the endpoint or inbox. */
  readonly id: string
  readonly health: ShownHealth
  readonly noun: HealthNoun
  /** The form. */
  readonly children: ReactNode
}

/** Settings and health of an endpoint or inbox. */
export function EditorTabs({ tab, onTab, id, health, noun, children }: EditorTabsProps) {
  return (
    <Tabs
      name="Views"
      tabs={[
        { value: 'settings', label: 'Settings' },
        { value: 'health', label: 'Health' },
      ]}
      value={tab}
      onChange={onTab}
    >
      <div className="pane-body">{tab === 'settings' ? children : <HealthPanel health={health} id={id} noun={noun} />}</div>
    </Tabs>
  )
}
