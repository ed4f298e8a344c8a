import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import type { JsonObject } from '../../../shared/domain/event.ts'

/** Monaco keeps one list of schemas for all texts: which text has which stands here. */
const schemas = new Map<string, JsonObject>()

/** Checks the text at this address against a schema from now on; undefined against none. */
export function setSchema(address: string, schema: JsonObject | undefined): void {
  if (schema === schemas.get(address)) return
  if (schema === undefined) schemas.delete(address)
  else schemas.set(address, schema)
  jsonDefaults.setDiagnosticsOptions({
    validate: true,
    enableSchemaRequest: false,
    schemaValidation: 'warning',
    schemas: [...schemas].map(([text, each]) => ({ uri: `${text}#schema`, fileMatch: [text], schema: each })),
  })
}
