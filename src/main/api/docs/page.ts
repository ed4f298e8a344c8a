import type { JsonSchema } from '../../../shared/domain/catalogue/schema.ts'
import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import type { Content, Operation, Parameter, RestDocument } from '../openapi/types.ts'
import { SCRIPT, STYLE } from './assets.ts'
import { curlOf } from './curl.ts'
import { type Html, html, NOTHING, prose } from './html.ts'

interface Entry {
  readonly id: string
  readonly method: string
  /** What is told apart: a path, or an event type. */
  readonly name: string
  readonly operation: Operation
  readonly example: string
  readonly exampleTitle: string
}

/** The API as a page that needs nothing but itself. `origin` is where the API is asked. */
export function docsPage(document: RestDocument, origin: string): string {
  const entries = entriesOf(document, origin)
  const groups = document.tags.map((tag) => ({ ...tag, entries: entries.filter(({ operation }) => operation.tags?.includes(tag.name)) }))
  const { html: body } = html`<nav aria-label="Groups">
      <h1>${document.info.title} API</h1>
      <label for="search">Search</label>
      <input id="search" type="search" placeholder="/ to search" autocomplete="off" />
      <ul>
        ${groups.map(
          ({ name, entries: of }) =>
            html`<li>
              <a href="#${idOf(name)}">${titleOf(name)} <span>${of.length}</span></a>
            </li>`,
        )}
      </ul>
    </nav>
    <main>
      <p>
        Version ${document.info.version}. ${document.info.description ?? ''} Ask with <code>Authorization: Bearer</code> and what
        <code>hookscope token</code> prints. For programs: <a href="/api/openapi.json">openapi.json</a>.
      </p>
      <p id="none" role="status" hidden>Nothing here is called that.</p>
      ${groups.map(
        ({ name, description, entries: of }) =>
          html`<section id="${idOf(name)}">
            <h2>${titleOf(name)}</h2>
            <p>${description}</p>
            ${of.map((entry) => entryHtml(entry, document))}
          </section>`,
      )}
    </main>`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Hookscope API</title>
<style>${STYLE}</style>
</head>
<body>
${body}
<script>${SCRIPT}</script>
</body>
</html>
`
}

function entriesOf(document: RestDocument, origin: string): Entry[] {
  const base = origin + (document.servers[0]?.url ?? '')
  const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId ?? `${method}${path}`,
      method,
      name: path,
      operation,
      example: curlOf(base, path, method, operation),
      exampleTitle: 'Ask',
    })),
  )
  const sent = Object.entries(document.webhooks).map(([type, { post }]) => ({
    id: type,
    method: 'event',
    name: type,
    operation: post,
    example: JSON.stringify(post.requestBody?.content['application/json']?.example, null, 2),
    exampleTitle: 'Example',
  }))
  return [...asked, ...sent]
}

function entryHtml({ id, method, name, operation, example, exampleTitle }: Entry, document: RestDocument): Html {
  const { summary = '', description = '', parameters = [], requestBody, responses } = operation
  const words = `${method} ${name} ${summary}`.toLowerCase()
  return html`<details id="${id}" data-words="${words}">
    <summary>
      <span class="method ${method}">${method.toUpperCase()}</span><span class="path">${name}</span
      ><span class="what">${prose(summary)}</span>
    </summary>
    <div class="more">
      ${description === '' ? NOTHING : html`<p>${prose(description)}</p>`} ${parameterTable(parameters)}
      ${bodyTable(requestBody?.content, document)}
      <h3>${exampleTitle}</h3>
      <pre tabindex="0" aria-label="${exampleTitle} ${name}">${example}</pre>
      <h3>Answers</h3>
      <p>${Object.keys(responses).map((status) => html`<code>${status === 'default' ? '4xx, 5xx problem+json' : status}</code> `)}</p>
    </div>
  </details>`
}

function parameterTable(parameters: readonly Parameter[]): Html {
  if (parameters.length === 0) return NOTHING
  return table(
    'Parameters',
    parameters.map(({ name, in: place, required, description, schema }) => [
      name,
      `${place}${required === true ? ', required' : ''}`,
      description ?? textOf(schema['description']),
    ]),
  )
}

/** The fields of a body; of an event those of its `data`, which alone differ. */
function bodyTable(content: Content | undefined, document: RestDocument): Html {
  const schema = resolved(content?.['application/json']?.schema, document)
  const fields = propertiesOf(schema)
  if (fields.length === 0) return NOTHING
  const data = propertiesOf(schema).find(([name]) => name === 'data')?.[1]
  const isEvent = fields.some(([name]) => name === 'eventId') && data !== undefined && propertiesOf(data).length > 0
  const shown = isEvent ? (data as JsonSchema) : (schema as JsonSchema)
  const required = (shown['required'] ?? []) as readonly string[]
  return table(
    isEvent ? 'Fields of data' : 'Fields of the body',
    propertiesOf(shown).map(([name, field]) => [
      name,
      `${typeName(field['type'])}${required.includes(name) ? ', required' : ''}`,
      textOf(field['description']),
    ]),
  )
}

function resolved(schema: JsonSchema | undefined, document: RestDocument): JsonSchema | undefined {
  const reference = schema?.['$ref']
  return typeof reference === 'string' ? document.components.schemas[reference.split('/').at(-1) ?? ''] : schema
}

function propertiesOf(schema: JsonSchema | undefined): [string, JsonSchema][] {
  return Object.entries((schema?.['properties'] ?? {}) as Readonly<Record<string, JsonSchema>>)
}

function table(title: string, rows: readonly (readonly [string, string, string])[]): Html {
  return html`<h3>${title}</h3>
    <table>
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col">Kind</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ([name, kind, meaning]) =>
            html`<tr>
              <td><code>${name}</code></td>
              <td><i>${kind}</i></td>
              <td>${prose(meaning)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`
}

function typeName(type: JsonValue | JsonObject | undefined): string {
  if (Array.isArray(type)) return type.join(' or ')
  return typeof type === 'string' ? type : 'any'
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : ''
}

/** Tags are the words of paths; the types of your own stand beside those of the guide. */
function titleOf(tag: string): string {
  return tag === 'eventTypes' ? 'your event types' : tag
}

function idOf(tag: string): string {
  return `group-${tag.replaceAll(' ', '-')}`
}
