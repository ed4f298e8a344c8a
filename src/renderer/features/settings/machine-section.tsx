import { useStore } from 'zustand'
import { chooseSingleKeys, keyboard } from '../../app/shortcuts.ts'
import { chooseTheme, theme, type ThemeChoice } from '../../app/theme.ts'
import { FormRow } from '../../components/form-row.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Switch } from '../../components/switch.tsx'
import { TimeZoneRow } from './time-zone-row.tsx'

const THEMES: readonly { readonly value: ThemeChoice; readonly label: string }[] = [
  { value: 'system', label: 'System' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
]

/** What holds on this machine, whatever the workspace; at once. */
export function MachineSection() {
  const { choice } = useStore(theme)
  const { singleKeys } = useStore(keyboard.store)
  return (
    <>
      <FormRow title="Theme">
        <div className="flex min-h-8 items-center">
          <SegmentedControl name="Theme" options={THEMES} value={choice} onChange={chooseTheme} />
        </div>
      </FormRow>
      <TimeZoneRow />
      <FormRow title="Keyboard">
        <div className="flex min-h-8 items-center">
          <Switch label="Keys without Ctrl or Alt act" checked={singleKeys} onChange={chooseSingleKeys} />
        </div>
      </FormRow>
    </>
  )
}
