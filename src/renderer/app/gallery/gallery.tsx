import { Controls } from './controls.tsx'
import { Editors } from './editors.tsx'
import { Fields } from './fields.tsx'
import { Forms } from './forms.tsx'
import { Health } from './health.tsx'
import { Lists } from './lists.tsx'
import { Messages } from './messages.tsx'
import { Rows } from './rows.tsx'
import { Statuses } from './statuses.tsx'
import { Wire } from './wire.tsx'

/** Each component in each state, to be looked at in both themes. */
export default function Gallery() {
  return (
    <div className="grid grow grid-cols-[448px_minmax(0,1fr)] overflow-auto" tabIndex={0} role="region" aria-label="Gallery">
      <h1 className="sr-only">Components and their states</h1>
      <div className="flex flex-col gap-6 border-r border-line p-6">
        <Controls />
        <Fields />
        <Forms />
        <Statuses />
      </div>
      <div className="flex min-w-0 flex-col gap-6 p-6">
        <Rows />
        <div className="grid grid-cols-2 items-start gap-6">
          <div className="flex min-w-0 flex-col gap-6">
            <Messages />
            <Lists />
          </div>
          <div className="flex min-w-0 flex-col gap-6">
            <Wire />
            <Editors />
            <Health />
          </div>
        </div>
      </div>
    </div>
  )
}
