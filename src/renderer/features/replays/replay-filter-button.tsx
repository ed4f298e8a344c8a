import { Repeat2 } from 'lucide-react'
import type { Navigation } from '../../app/navigation.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { IconButton } from '../../components/icon-button.tsx'
import type { Replaying } from './replaying.ts'

/** Leads to the replay of all that the filter of Activity shows. */
export function ReplayFilterButton({ replaying, navigation }: { readonly replaying: Replaying; readonly navigation: Navigation }) {
  const open = (): void => replaying.open({ filter: navigation.store.getState().route.query['filter'] ?? '' })
  useShortcuts([{ keys: 'R', name: 'Replay all that match', group: 'Activity', run: open }])
  return <IconButton icon={Repeat2} name="Replay all that match" keys="R" size="large" onClick={open} />
}
