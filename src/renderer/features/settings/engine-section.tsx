import type { ReactNode } from 'react'
import type { EngineStatus } from '../../../shared/domain/status.ts'
import { CopyButton } from '../../components/copy-button.tsx'
import { formatBytes, formatCount, formatExact } from '../../components/format.ts'
import { FormRow } from '../../components/form-row.tsx'

/** What the engine says of itself; nothing here can be changed. */
export function EngineSection({ status }: { readonly status: EngineStatus | null }) {
  if (status === null) return null
  const { workspace, exchanges, exchangesExact, databaseBytes, search, startedAt, pid, version, controlUrl } = status
  return (
    <FormRow title="Engine">
      <dl className="grid grid-cols-[112px_minmax(0,1fr)] gap-x-4 gap-y-1 pt-1.5 type-small">
        <Fact name="Workspace">{workspace.name}</Fact>
        <Fact name="Data folder">
          <span className="wire-small wrap-anywhere">{workspace.directory}</span>
          <CopyButton name="Copy the data folder" text={workspace.directory} />
        </Fact>
        <Fact name="Kept">
          {`${formatCount(exchanges)}${exchangesExact ? '' : '+'} ${exchanges === 1 ? 'exchange' : 'exchanges'} in ${formatBytes(databaseBytes)}`}
        </Fact>
        {search && <Fact name="Words">{search.behind === 0 ? 'All indexed' : `${formatCount(search.behind)} not indexed yet`}</Fact>}
        <Fact name="Started">{`${formatExact(startedAt)}, process ${pid}`}</Fact>
        <Fact name="Version">{version}</Fact>
        {controlUrl !== null && (
          <Fact name="REST">
            <a className="wire-small text-accent" href={`${controlUrl}/api/docs`} target="_blank" rel="noreferrer">
              {controlUrl}/api
            </a>
            <span className="text-ink-3">· the token: hookscope token</span>
          </Fact>
        )}
      </dl>
    </FormRow>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="flex min-h-6 items-center text-ink-3">{name}</dt>
      <dd className="flex min-h-6 min-w-0 items-center gap-2">{children}</dd>
    </>
  )
}
