import { Plus } from 'lucide-react'
import { type ComponentType, useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import { CRM_KINDS, type CrmKind } from '../../../shared/domain/crm/kinds.ts'
import type { Entity } from '../../../shared/domain/crm/entity.ts'
import type { FollowApi } from '../../api/follow.ts'
import type { Navigation } from '../../app/navigation.ts'
import { route, type Route } from '../../app/route.ts'
import type { ScreenView } from '../../app/screen.ts'
import { useShortcuts } from '../../app/shortcuts.ts'
import { useListKeys } from '../../app/use-list-keys.ts'
import { Button } from '../../components/button.tsx'
import { focusRowList } from '../../components/row-focus.ts'
import { SplitPane } from '../../components/split-pane.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { createCrm, type Crm } from './crm-store.ts'
import { EntityDialog } from './entity-dialog.tsx'
import { EntityPane } from './entity-pane.tsx'
import { EntityTable } from './entity-table.tsx'
import { kindLabel, kindOfId } from './kind-view.ts'

/** The mock CRM, for the rail. To be called once. `Player` stands below: what changes the CRM by itself. */
export function crmScreen(api: FollowApi, navigation: Navigation, Player: ComponentType): ScreenView {
  const crm = createCrm(api, kindOfId)
  return ({ route: here }) => (
    <div className="pane">
      <CrmView crm={crm} navigation={navigation} here={here} />
      <Player />
    </div>
  )
}

interface CrmViewProps {
  readonly crm: Crm
  readonly navigation: Navigation
  readonly here: Route
}

function CrmView({ crm, navigation, here }: CrmViewProps) {
  const { counts, items, kind: shownKind, open: opened } = useStore(crm.store)
  const kind = kindOfId(here.id) ?? CRM_KINDS.find((each) => each === here.query['kind']) ?? shownKind
  /** null: closed; with no entity: a new one. */
  const [form, setForm] = useState<{ readonly entity: Entity | null } | null>(null)
  const search = useRef<HTMLInputElement>(null)
  useEffect(() => crm.start(), [crm])
  useEffect(() => void crm.show(kind), [crm, kind])
  useEffect(() => void crm.open(here.id), [crm, here.id])

  const open = (id: string, how: 'press' | 'move'): void => (how === 'press' ? navigation.open : navigation.replace)(route('crm', id))
  const choose = (next: CrmKind): void => navigation.replace(route('crm', null, { kind: next }))
  const close = (): void => {
    choose(kind)
    focusRowList(kindLabel(kind))
  }
  const makeNew = (): void => setForm({ entity: null })
  // What is chosen, which may still be read: not what was open before.
  const chosen = opened?.id === here.id ? opened.entity : null
  const edit = (): void => setForm(chosen && { entity: chosen })
  useShortcuts([
    { keys: '/', name: 'Filter', group: 'CRM', run: () => search.current?.select() },
    { keys: 'n', name: 'New entity', group: 'CRM', run: makeNew },
    { keys: 'e', name: 'Edit', group: 'CRM', isLate: here.id !== null && chosen === null, run: edit },
    ...(here.id === null ? [] : [{ keys: 'Escape', name: 'Close', group: 'CRM', run: close }]),
  ])
  useListKeys({ group: 'CRM', list: kindLabel(kind), items, openId: here.id, onOpen: (id) => open(id, 'move') })

  return (
    <SplitPane
      name="Entity"
      width={440}
      minWidth={360}
      pane={here.id === null ? null : <EntityPane key={here.id} crm={crm} onEdit={(entity) => setForm({ entity })} onClose={close} />}
    >
      <Tabs
        name="Kinds"
        value={kind}
        onChange={choose}
        tabs={CRM_KINDS.map((each) => ({ value: each, label: kindLabel(each), count: counts?.[each] }))}
      >
        <EntityTable
          crm={crm}
          kind={kind}
          selectedId={here.id}
          onOpen={open}
          search={search}
          onPlay={() => navigation.open(route('simulator'))}
          newButton={
            <Button kind={here.id === null ? 'primary' : 'plain'} icon={Plus} keys="n" onClick={makeNew}>
              New {kind}
            </Button>
          }
        />
      </Tabs>
      {form !== null && (
        <EntityDialog
          crm={crm}
          kind={form.entity?.kind ?? kind}
          entity={form.entity}
          onClose={() => setForm(null)}
          onSaved={(entity) => {
            setForm(null)
            navigation.open(route('crm', entity.id))
          }}
        />
      )}
    </SplitPane>
  )
}
