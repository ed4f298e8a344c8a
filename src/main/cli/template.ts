import type { Client } from '../../shared/contract/client.ts'
import { HookscopeError } from '../../shared/domain/errors.ts'
import { nearest } from '../../shared/domain/nearest.ts'
import type { Content, Filling } from '../../shared/domain/sending.ts'

/** The template of this name, without case, as what is sent. Throws `not_found`. */
export async function readTemplate(client: Client, name: string, filling: { readonly fill?: Filling }): Promise<Content> {
  const heads = await client.compositions.list()
  const templates = heads.flatMap(({ id, name: each }) => (each === null ? [] : [{ id, name: each }]))
  const head = templates.find((each) => each.name.toLowerCase() === name.toLowerCase())
  if (!head) {
    const names = templates.map((each) => each.name)
    const meant = nearest(name, names)
    const known = names.length === 0 ? 'Save one on the page, in Compose.' : `There are: ${names.join(', ')}.`
    throw new HookscopeError('not_found', `There is no template "${name}".`, meant === null ? known : `Did you mean ${meant}?`)
  }
  const { text, type } = await client.compositions.get({ id: head.id })
  return { kind: 'text', text, type, form: 'compact', ...filling }
}
