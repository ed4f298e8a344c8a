import { Ellipsis, Pencil, Repeat2, Send, Trash } from 'lucide-react'
import { useState } from 'react'
import { Button } from '../../components/button.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { ConfirmPopover } from '../../components/confirm-popover.tsx'
import { CopyButton } from '../../components/copy-button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { IconButton } from '../../components/icon-button.tsx'
import { Menu } from '../../components/menu.tsx'
import { SegmentedControl } from '../../components/segmented-control.tsx'
import { Switch } from '../../components/switch.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { VerdictMark } from '../../components/verdict-mark.tsx'
import { Section } from './section.tsx'

const nothing = () => undefined

export function Controls() {
  const [view, setView] = useState<'text' | 'hex'>('text')
  const [isOn, setOn] = useState(true)
  const [isChosen, setChosen] = useState(true)
  const [tab, setTab] = useState<'payload' | 'headers' | 'signature' | 'notes'>('signature')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Section title="Buttons">
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" icon={Send} keys="Mod+Enter">
            Send
          </Button>
          <Button kind="primary" disabled>
            Send
          </Button>
          <Button kind="primary" busy>
            Sending
          </Button>
          <Button icon={Repeat2} keys="r">
            Replay
          </Button>
          <Button disabled>Copy</Button>
          <Button busy>Copying</Button>
          <Button kind="quiet">Edit</Button>
          <Button kind="quiet" disabled>
            Edit
          </Button>
          <Button kind="danger">Delete</Button>
          <Button kind="danger" disabled>
            Delete
          </Button>
          <Button size="small">Small</Button>
          <Button size="large">Large</Button>
          <IconButton icon={Pencil} name="Edit a copy" keys="e" kind="plain" />
          <IconButton icon={Pencil} name="Toggled" kind="plain" pressed />
          <IconButton icon={Pencil} name="Locked" kind="plain" disabled />
          <Button kind="danger" busy>
            Deleting
          </Button>
          <CopyButton name="Copy id" text="capture_1" />
          <CopyButton name="Copy URL" text="http://127.0.0.1:5880/webhooks/crm" word="Copy" kind="plain" size="medium" />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Menu
            trigger={<IconButton icon={Ellipsis} name="More actions" kind="plain" />}
            entries={[
              { kind: 'heading', label: 'Exchange' },
              { label: 'Replay', icon: Repeat2, keys: 'r', run: nothing },
              { label: 'Edit a copy', icon: Pencil, keys: 'e', run: nothing },
              { kind: 'choice', label: 'Wrap lines', checked: isOn, onChange: setOn },
              { kind: 'rule' },
              { label: 'Delete', icon: Trash, danger: true, run: nothing },
            ]}
          />
          <Button onClick={() => setOpen(true)}>Open a dialog</Button>
          <ConfirmPopover
            trigger={<Button kind="danger">Delete secret</Button>}
            question="Delete secret support-2025?"
            verb="Delete"
            danger
            onConfirm={nothing}
          >
            Deliveries that it signed cannot be verified any more.
          </ConfirmPopover>
          <Dialog
            open={isOpen}
            onOpenChange={setOpen}
            title="Replay deal.won"
            description="The same bytes go out once more."
            foot={
              <Button kind="primary" onClick={() => setOpen(false)}>
                Replay
              </Button>
            }
          >
            <Checkbox label="Sign again" checked={isChosen} onChange={setChosen} />
          </Dialog>
        </div>
      </Section>
      <Section title="Choices">
        <div className="flex flex-wrap items-center gap-4">
          <SegmentedControl
            name="View"
            value={view}
            onChange={setView}
            options={[
              { value: 'text', label: 'Text' },
              { value: 'hex', label: 'Hex' },
            ]}
          />
          <SegmentedControl
            name="Partly locked"
            value={view}
            onChange={setView}
            options={[
              { value: 'text', label: 'Text' },
              { value: 'hex', label: 'Hex', disabled: true },
            ]}
          />
          <Switch label="on" checked={isOn} onChange={setOn} />
          <Switch label="off" checked={!isOn} onChange={(on) => setOn(!on)} />
          <Switch label="locked" checked disabled onChange={nothing} />
          <Checkbox label="chosen" checked={isChosen} onChange={setChosen} />
          <Checkbox label="free" checked={!isChosen} onChange={(chosen) => setChosen(!chosen)} />
          <Checkbox label="mixed" checked="mixed" onChange={nothing} />
          <Checkbox label="locked" checked disabled onChange={nothing} />
        </div>
        <div className="card flex flex-col">
          <Tabs
            name="Exchange"
            value={tab}
            onChange={setTab}
            tabs={[
              { value: 'payload', label: 'Payload' },
              { value: 'headers', label: 'Headers', count: 11 },
              { value: 'signature', label: 'Signature', mark: <VerdictMark verdict="invalid" shapeOnly /> },
              { value: 'notes', label: 'Notes', disabled: true },
            ]}
          >
            <p className="p-3 type-small text-ink-2">Content of {tab}.</p>
          </Tabs>
        </div>
      </Section>
    </>
  )
}
