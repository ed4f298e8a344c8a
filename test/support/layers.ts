import { dirname, posix } from 'node:path'

/**
 * The layers: `domain → engine → api → shells` and `domain → contract → api, preload, renderer`. Each imports only what
 * stands left of it.
 */
type Layer = 'domain' | 'contract' | 'engine' | 'api' | 'cli' | 'desktop' | 'preload' | 'renderer' | 'version'

interface Rule {
  readonly layer: Layer
  /** Path of a folder or file under `src`, without the `.ts` of a file. */
  readonly place: string
  readonly mayImport: readonly Layer[]
  /** Packages by name; `node:` is every module of Node, a name that ends in `/` every package of that scope. */
  readonly packages: readonly string[]
  readonly because: string
}

const RULES: readonly Rule[] = [
  { layer: 'domain', place: 'shared/domain', mayImport: [], packages: [], because: 'the domain is pure: no I/O, no clock, no package' },
  {
    layer: 'contract',
    place: 'shared/contract',
    mayImport: ['domain'],
    packages: ['zod', '@orpc/contract', '@orpc/client'],
    because: 'the contract is the API as data over the domain',
  },
  {
    layer: 'engine',
    place: 'main/engine',
    mayImport: ['domain'],
    packages: ['node:', 'better-sqlite3', 'ajv', 'ajv-formats', '@faker-js/faker'],
    because: 'the engine is the product without a window: it knows no contract, no transport and no shell',
  },
  {
    layer: 'api',
    place: 'main/api',
    mayImport: ['domain', 'contract', 'engine'],
    packages: ['node:', 'zod', 'ws', '@orpc/'],
    because: 'the API maps the contract onto the engine and knows no shell',
  },
  {
    layer: 'cli',
    place: 'main/cli',
    mayImport: ['domain', 'contract', 'engine', 'api', 'version'],
    packages: ['node:', 'commander'],
    because: 'the command line is a shell: it speaks to the engine through the contract and to no other shell',
  },
  {
    layer: 'desktop',
    place: 'main/desktop',
    mayImport: ['domain', 'contract', 'engine', 'api', 'version'],
    packages: ['node:', 'electron'],
    because: 'the desktop is a shell and knows no other shell',
  },
  { layer: 'desktop', place: 'main/index', mayImport: ['version'], packages: ['node:', 'electron'], because: 'it only starts the desktop' },
  { layer: 'version', place: 'main/version', mayImport: [], packages: [], because: 'it is one constant for all shells' },
  {
    layer: 'preload',
    place: 'preload',
    mayImport: ['domain', 'contract'],
    packages: ['electron'],
    because: 'the preload hands a port over, no more',
  },
  {
    layer: 'renderer',
    place: 'renderer',
    mayImport: ['domain', 'contract'],
    packages: [
      'react',
      'react-dom',
      'zustand',
      'lucide-react',
      'monaco-editor',
      '@orpc/client',
      '@base-ui/react',
      '@tanstack/',
      '@fontsource-variable/',
    ],
    because: 'the page knows no engine and no Node; it speaks the contract',
  },
]

/** Where the domain may compute with Node: hashes are pure, and the doctor also packs and unpacks bodies to see what was signed. */
const COMPUTING: Readonly<Record<string, readonly string[]>> = {
  'shared/domain/signature/': ['node:crypto'],
  'shared/domain/diagnosis/': ['node:crypto', 'node:zlib'],
  'shared/domain/handshake/': ['node:crypto'],
}

interface Import {
  readonly specifier: string
  readonly isTypeOnly: boolean
}

/** Text of each source file by its path under `src`, with `/`. */
export type Sources = ReadonlyMap<string, string>

/** Every import that breaks a rule, in words: who imports what, and the rule. */
export function layerViolations(sources: Sources): string[] {
  const graph = new Map([...sources].map(([file, text]) => [file, importsOf(text)]))
  const direct = [...graph].flatMap(([file, imports]) =>
    imports.flatMap(({ specifier }) => {
      const broken = brokenRule(file, specifier)
      return broken === null ? [] : `${file} imports ${specifier}: ${broken}`
    }),
  )
  return [...direct, ...pagesThatReachNode(graph)]
}

function brokenRule(file: string, specifier: string): string | null {
  const rule = ruleOf(file)
  if (!rule) return 'the file stands in no layer; give its folder a rule in test/support/layers.ts'
  if (!specifier.startsWith('.')) {
    if (mayCompute(file, specifier)) return null
    if (rule.packages.some((allowed) => isPackage(specifier, allowed))) return null
    return `${rule.layer} may import ${rule.packages.length === 0 ? 'no package' : rule.packages.join(', ')}, because ${rule.because}`
  }
  const target = resolve(file, specifier)
  if (target.startsWith('../')) {
    return rule.layer === 'version' && target === '../package.json' ? null : `${rule.layer} may not leave src`
  }
  const imported = ruleOf(target)
  if (!imported) return `${target} stands in no layer`
  if (imported.layer !== rule.layer && !rule.mayImport.includes(imported.layer)) {
    const allowed = rule.mayImport.length === 0 ? 'no other layer' : rule.mayImport.join(', ')
    return `${rule.layer} may import ${allowed}, not ${imported.layer}, because ${rule.because}`
  }
  const [from, to] = [featureOf(file), featureOf(target)]
  if (from !== null && to !== null && from !== to) return `features do not import features (${from} → ${to}); the app composes them`
  if (to !== null && file.startsWith('renderer/components/')) return 'components are dumb: they know no feature'
  return null
}

function mayCompute(file: string, specifier: string): boolean {
  return Object.entries(COMPUTING).some(([folder, modules]) => file.startsWith(folder) && modules.includes(specifier))
}

/** Files of the page whose imports, types aside, lead to a module of Node: no browser has it. */
function pagesThatReachNode(graph: ReadonlyMap<string, readonly Import[]>): string[] {
  const found: string[] = []
  for (const page of [...graph.keys()].filter((file) => file.startsWith('renderer/'))) {
    const seen = new Set<string>()
    const waiting = [page]
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const { specifier, isTypeOnly } of graph.get(file) ?? []) {
        const target = specifier.startsWith('.') ? resolve(file, specifier) : specifier
        if (isTypeOnly || seen.has(target)) continue
        seen.add(target)
        if (target.startsWith('node:')) found.push(`${page} reaches ${target} through ${file}: the page runs where there is no Node`)
        else if (!target.startsWith('renderer/')) waiting.push(target)
      }
    }
  }
  return found
}

function ruleOf(file: string): Rule | undefined {
  return RULES.find(({ place }) => file.startsWith(`${place}/`) || file === `${place}.ts`)
}

function isPackage(specifier: string, allowed: string): boolean {
  return allowed.endsWith(':') || allowed.endsWith('/')
    ? specifier.startsWith(allowed)
    : specifier === allowed || specifier.startsWith(`${allowed}/`)
}

function featureOf(file: string): string | null {
  return /^renderer\/features\/([^/]+)\//.exec(file)?.[1] ?? null
}

function resolve(file: string, specifier: string): string {
  return posix.join(dirname(file), specifier.replace(/\?.*$/, ''))
}

const STATEMENT = /^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm
const CALL = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g
const COMMENT = /\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm

function importsOf(text: string): Import[] {
  const code = text.replace(COMMENT, '')
  const statements = [...code.matchAll(STATEMENT)].map(([, type, specifier]) => ({
    specifier: specifier ?? '',
    isTypeOnly: type !== undefined,
  }))
  const calls = [...code.matchAll(CALL)].map(([, specifier]) => ({ specifier: specifier ?? '', isTypeOnly: false }))
  return [...statements, ...calls]
}
