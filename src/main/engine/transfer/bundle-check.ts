import { BUNDLE_SCHEMAS } from './bundle-schema.ts'

/** Checks a line of a bundle; a sentence when it does not fit. */
type BundleCheck = (value: unknown) => string | null

let loaded: Promise<BundleCheck> | undefined

/** Made on first use, because most engines never import, and kept: ajv takes longer to compile it than to check a small file. */
export function loadBundleCheck(): Promise<BundleCheck> {
  return (loaded ??= compile())
}

async function compile(): Promise<BundleCheck> {
  const { Ajv2020 } = await import('ajv/dist/2020.js')
  const ajv = new Ajv2020({ strict: false })
  const checks = new Map(Object.entries(BUNDLE_SCHEMAS).map(([kind, schema]) => [kind, ajv.compile(schema)]))
  return (value) => {
    const kind = typeof value === 'object' && value !== null && 'kind' in value ? String(value.kind) : ''
    const validate = checks.get(kind)
    if (!validate) return 'It is no record of a bundle.'
    if (validate(value)) return null
    const [error] = validate.errors ?? []
    return `Its ${error?.instancePath.slice(1).replaceAll('/', '.') || kind} ${error?.message ?? 'does not fit'}.`
  }
}
