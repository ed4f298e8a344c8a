import { Pencil, Trash2, X } from 'lucide-react'
import { useState } from 'react'
import { useStore } from 'zustand'
import { type CrmAction, kindInfo } from '../../../shared/domain/crm/kinds.ts'
import { entityName } from '../../../shared/domain/crm/entity-name.ts'
import type { Entity } from '../../../shared/domain/crm/entity.ts'
import { Badge } from '../../components/badge.tsx'
import { Banner } from '../../components/banner.tsx'
import { BlankPanel } from '../../components/blank-panel.tsx'
import { Button } from '../../components/button.tsx'
import { ConfirmPopover } from '../../components/confirm-popover.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { cutId } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Well } from '../../components/well.tsx'
import { ActionDialog } from './action-dialog.tsx'
import { ChangeList } from './change-list.tsx'
import type { Crm } from './crm-store.ts'
import { ACTION_FIELDS, isThere } from './kind-view.ts'

interface EntityPaneProps {
  readonly crm: Crm
  readonly onEdit: (entity: Entity) => void
  readonly onClose: () => void
}

/** One entity: what can be done with it, what its changes have sent, and what it holds. */
export function EntityPane({ crm, onEdit, onClose }: EntityPaneProps) {
  const { open, refusal } = useStore(crm.store)
  if (open === null) return null
  const { entity, isGone, raised } = open
  if (entity === null) {
    return (
      <aside className="pane" aria-label="Entity">
        {isGone && (
          <>
            <BlankPanel title="It is no longer there" actions={<Button onClick={onClose}>Close</Button>}>
              It was deleted, or never was. What its changes have sent stays.
            </BlankPanel>
            <div className="pane-body p-4">
              <ChangeList crm={crm} id={open.id} entity={null} raised={raised} />
            </div>
          </>
        )}
      </aside>
    )
  }
  return (
    <aside className="pane" aria-label={entity.kind}>
      <EntityHead crm={crm} entity={entity} isGone={isGone} onEdit={onEdit} onClose={onClose} />
      <div className="pane-body">
        <div className="flex flex-col gap-6 p-4">
          {refusal !== null && (
            <Banner
              kind="fail"
              action={
                <Button size="small" onClick={crm.forgetRefusal}>
                  Close
                </Button>
              }
            >
              {refusal.message} {refusal.remedy}
            </Banner>
          )}
          <ChangeList crm={crm} id={entity.id} entity={isGone ? null : entity} raised={raised} />
          <section aria-label="What it holds">
            <h3 className="mb-2 type-title">What it holds</h3>
            <Well name="Data" text={JSON.stringify(entity.data, null, 2)} language="json" bar="As events carry it" wrap />
          </section>
        </div>
      </div>
    </aside>
  )
}

interface EntityHeadProps extends EntityPaneProps {
  readonly entity: Entity
  readonly isGone: boolean
}

function EntityHead({ crm, entity, isGone, onEdit, onClose }: EntityHeadProps) {
  const { id, kind, data, tenantId } = entity
  const [asking, setAsking] = useState<CrmAction | null>(null)
  const title = entityName(kind, data)
  const press = (action: CrmAction): void => {
    if (ACTION_FIELDS[action]) setAsking(action)
    else void crm.act(entity, action, {})
  }
  async function remove(): Promise<void> {
    if (await crm.remove(entity)) onClose()
  }
  return (
    <header className="pane-head shadow-[inset_0_-1px_var(--line)]">
      <div className="flex items-center gap-2">
        <h2 className="min-w-0 grow truncate" title={title}>
          <bdi>{title}</bdi>
        </h2>
        <IconButton icon={X} name="Close" onClick={onClose} />
      </div>
      <div className="flex min-h-6 items-center gap-2 type-small">
        <span className="truncate wire-small text-ink-3" title={id}>
          {cutId(id)}
        </span>
        <CopyButton name="Copy the id" text={id} />
        <Badge>{tenantId}</Badge>
        {isGone && <Badge tone="warn">deleted</Badge>}
      </div>
      {!isGone && (
        <div className="flex flex-wrap items-center gap-2 pb-1">
          {kindInfo(kind).actions.map((action) => (
            <Button key={action} size="small" disabled={isThere(action, data)} onClick={() => press(action)}>
              {verb(action)}
            </Button>
          ))}
          <Button size="small" icon={Pencil} onClick={() => onEdit(entity)}>
            Edit
          </Button>
          <ConfirmPopover
            trigger={
              <Button size="small" kind="danger" icon={Trash2}>
                Delete
              </Button>
            }
            question={`Delete this ${kind}?`}
            verb="Delete"
            danger
            onConfirm={() => void remove()}
          >
            {kind === 'workflow' ? 'It sends no event.' : `It sends ${kind}.deleted.`} What refers to it stays as it was. This cannot be
            undone.
          </ConfirmPopover>
        </div>
      )}
      {asking !== null && <ActionDialog crm={crm} entity={entity} action={asking} verb={verb(asking)} onClose={() => setAsking(null)} />}
    </header>
  )
}

function verb(action: CrmAction): string {
  if (action === 'execute') return 'Run'
  return action.charAt(0).toUpperCase() + action.slice(1)
}
