import { join } from 'node:path'
import { attachTo } from './hookscope.ts'
import { FILTERS, PAGE, SLICE_MS } from './search-filters.ts'

// Somebody who searches a workspace for one thing after the other, until ended: `searcher.ts WORKSPACE`. A process of its
// own, so that reading what was found does not hold up whoever measures.
const client = await attachTo(join(process.argv[2] ?? '', 'instance.json'))
const filters = Object.values(FILTERS).flat()
process.on('SIGTERM', () => process.exit(0))
process.stdout.write('{}\n')
for (let i = 0; ; i++) await client.exchanges.list({ filter: filters[i % filters.length] ?? '', limit: PAGE, withinMs: SLICE_MS })
