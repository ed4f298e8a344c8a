import { ArrowDown, ArrowUp, Columns3 } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Popover } from '../../components/popover.tsx'
import { COLUMN_WORDS } from './columns.tsx'
import type { ColumnsStore } from './columns-store.ts'
import { FIRST_CHOICE, type ColumnName } from './visible-columns.ts'

interface ColumnsMenuProps {
  readonly columns: ColumnsStore
  /** What the pane shows now. */
  readonly shown: readonly ColumnName[]
}

/** Chooses columns and their order; the heads of the table can be dragged too. */
export function ColumnsMenu({ columns, shown }: ColumnsMenuProps) {
  const choice = useStore(columns.store)
  return (
    <Popover trigger={<IconButton icon={Columns3} name="Columns" kind="plain" size="large" />} title="Columns">
      <ul className="flex flex-col" aria-label="Columns">
        {choice.order.map((name, index) => (
          <li key={name} className="flex h-7 items-center gap-1">
            <span className="grow">
              <Checkbox
                label={COLUMN_WORDS[name]}
                checked={choice.wanted[name] ?? shown.includes(name)}
                onChange={(isWanted) => columns.show(name, isWanted)}
              />
            </span>
            <IconButton
              icon={ArrowUp}
              name={`Move ${COLUMN_WORDS[name]} to the left`}
              size="small"
              disabled={index === 0}
              onClick={() => columns.move(name, index - 1)}
            />
            <IconButton
              icon={ArrowDown}
              name={`Move ${COLUMN_WORDS[name]} to the right`}
              size="small"
              disabled={index === choice.order.length - 1}
              onClick={() => columns.move(name, index + 1)}
            />
          </li>
        ))}
      </ul>
      <Button size="small" disabled={choice === FIRST_CHOICE} onClick={columns.reset}>
        As at first
      </Button>
    </Popover>
  )
}
