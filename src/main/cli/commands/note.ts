import type { Command } from 'commander'
import { isNoNote, NO_NOTE, type NoteChange } from '../../../shared/domain/note.ts'
import { badInput } from '../failure.ts'
import { findId } from '../find.ts'
import type { Host } from '../host.ts'
import { formatNote } from '../note-text.ts'
import { collect } from '../options.ts'

interface NoteOptions {
  readonly pin?: boolean
  readonly unpin?: boolean
  readonly tag?: string[]
  readonly untag?: string[]
}

/** `hookscope note`: what people add to an exchange. */
export function noteCommand(host: Host): Command {
  return host
    .command({
      name: 'note',
      summary: 'write a note on an exchange, pin it, tag it',
      description:
        'Writes a note on a capture or attempt, pins it (retention keeps it) or tags it; without any of these it shows them. Find them with words, has:note, is:pinned and tag:.',
      examples: [
        ['hookscope note 3k9x2m1p "signed with the old secret" --pin', 'a note, and keep it'],
        ['hookscope note 3k9x2m1p --tag case-4711 --untag new', 'tags come and go'],
        ['hookscope note 3k9x2m1p ""', 'take the note away'],
        ['hookscope list --filter "is:pinned tag:case-*"', 'find it again'],
      ],
    })
    .argument('<id>', 'id of a capture or attempt, or a unique part of it')
    .argument('[text]', 'the note; an empty one takes it away')
    .option('--pin', 'keep it, whatever the retention')
    .option('--unpin', 'pin it no longer')
    .option('--tag <tag>', 'add a tag (may be repeated)', collect)
    .option('--untag <tag>', 'remove a tag (may be repeated)', collect)
    .action(
      host.run<NoteOptions, [string, string | undefined]>(({ output, withSession }, options, part, text) => {
        const change = changeOf(options, text)
        return withSession({ deliver: 'none' }, async ({ client }) => {
          const id = await findId(client, part)
          const isAsking = Object.keys(change).length === 0
          const note =
            (isAsking ? (await client.exchanges.get({ id })).note : await client.exchanges.annotate({ id, ...change })) ?? NO_NOTE
          output.one(
            { id, ...note },
            { text: () => (isNoNote(note) ? 'No note.' : formatNote(note, output.paint).join('\n')), quiet: () => id },
          )
        })
      }),
    )
}

function changeOf({ pin, unpin, tag, untag }: NoteOptions, text: string | undefined): NoteChange {
  if (pin && unpin) throw badInput('--pin and --unpin exclude each other.', 'Give one of them.')
  return {
    ...(text !== undefined && { text }),
    ...((pin || unpin) && { pinned: pin === true }),
    ...(tag && { addTags: tag }),
    ...(untag && { removeTags: untag }),
  }
}
