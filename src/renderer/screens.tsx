import { Activity, Clapperboard, Contact, GitCompare, Inbox, Repeat2, Send, Settings, Webhook } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { createHealthFeed } from './api/health-feed.ts'
import type { EngineFacts } from './app/engine-facts.ts'
import { lateScreen } from './app/late-screen.tsx'
import { route } from './app/route.ts'
import type { Screen } from './app/screen.ts'
import { activityScreen } from './features/activity/activity-screen.tsx'
import { createActivityStores } from './features/activity/activity-stores.ts'
import { firstStart } from './features/first-start/first-start.tsx'
import { createInspector } from './features/inspector/inspector-store.ts'
import { InspectorPane } from './features/inspector/inspector.tsx'
import { ReplayFilterButton } from './features/replays/replay-filter-button.tsx'
import type { Replaying } from './features/replays/replaying.ts'
import { SimulationStrip } from './features/simulator/simulation-strip.tsx'
import { createSimulator } from './features/simulator/simulator-store.ts'
import { TransferMenu, type TransferStore } from './features/transfer/transfer.tsx'
import type { Begun } from './page.tsx'

/** Every screen, in the order of the rail. */
export function createScreens(
  { api, navigation, activity }: Begun,
  engine: EngineFacts,
  dialogs: { readonly transfer: TransferStore; readonly replaying: Replaying },
): Screen[] {
  const { transfer, replaying } = dialogs
  const inspector = createInspector(api, (id) => navigation.replace(route('activity', id, navigation.store.getState().route.query)))
  activity.listen(({ status, rows }) => {
    engine.take(status)
    inspector.notice(rows)
  })
  const activityStores = createActivityStores(activity, {
    ...api,
    storage: localStorage,
    copy: (text) => navigator.clipboard.writeText(text),
  })
  const health = createHealthFeed({ client: api.client, storage: localStorage, isWatched: () => !document.hidden })
  const simulator = createSimulator(api)
  const Player = (): ReactNode => <SimulationStrip simulator={simulator} navigation={navigation} />
  const FirstStart = firstStart(api)
  function FirstStartNow(props: { readonly hasExchanges: boolean; readonly onContinue: () => void }) {
    return <FirstStart {...props} receiver={useStore(engine.store, ({ status }) => status?.receiver ?? null)} />
  }
  const activityView = activityScreen(activityStores, navigation, {
    inspector: (props) => (
      <InspectorPane
        {...props}
        api={api}
        inspector={inspector}
        navigation={navigation}
        onReplay={(id) => replaying.open({ ids: [id] })}
        onEdit={replaying.edit}
      />
    ),
    tools: () => (
      <>
        <ReplayFilterButton replaying={replaying} navigation={navigation} />
        <TransferMenu transfer={transfer} navigation={navigation} />
      </>
    ),
    firstStart: FirstStartNow,
    onReplay: replaying.open,
    onExport: (subject) => transfer.setState({ open: 'export', subject: { id: null, filter: '', ...subject } }, true),
  })
  return [
    { name: 'activity', title: 'Activity', icon: Activity, letter: 'a', view: activityView },
    {
      name: 'compose',
      title: 'Compose',
      icon: Send,
      letter: 'c',
      view: lateScreen(async () => (await import('./features/compose/compose-screen.tsx')).composeScreen(api)),
    },
    {
      name: 'endpoints',
      title: 'Endpoints',
      icon: Webhook,
      letter: 'e',
      view: lateScreen(async () => (await import('./features/endpoints/endpoints-screen.tsx')).endpointsScreen(api, navigation, health)),
    },
    {
      name: 'inboxes',
      title: 'Inboxes',
      icon: Inbox,
      letter: 'i',
      view: lateScreen(async () => (await import('./features/inboxes/inboxes-screen.tsx')).inboxesScreen(api, navigation, health)),
    },
    {
      name: 'crm',
      title: 'CRM',
      icon: Contact,
      letter: 'm',
      view: lateScreen(async () => (await import('./features/crm/crm-screen.tsx')).crmScreen(api, navigation, Player)),
    },
    {
      name: 'simulator',
      title: 'Simulator',
      icon: Clapperboard,
      letter: 's',
      view: lateScreen(async () => (await import('./features/simulator/simulator-screen.tsx')).simulatorScreen(simulator)),
    },
    {
      name: 'replays',
      title: 'Replays',
      icon: Repeat2,
      letter: 'r',
      view: lateScreen(async () =>
        (await import('./features/replays/replays-screen.tsx')).replaysScreen(api, replaying.batches, navigation),
      ),
    },
    {
      name: 'settings',
      title: 'Settings',
      icon: Settings,
      letter: ',',
      view: lateScreen(async () => (await import('./features/settings/settings-screen.tsx')).settingsScreen(api, engine)),
    },
    {
      name: 'compare',
      title: 'Compare',
      icon: GitCompare,
      letter: 'd',
      within: 'activity',
      view: lateScreen(async () => (await import('./features/compare/compare-screen.tsx')).compareScreen(api, navigation, localStorage)),
    },
  ]
}
