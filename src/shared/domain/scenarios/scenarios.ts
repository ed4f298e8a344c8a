import { HOUR_MS, MINUTE_MS } from '../units.ts'
import type { Scenario } from './scenario.ts'
import { AUTOMATION, COMPANY_CARE, CUSTOMER, IMPORTED_CONTACT, LOST_LEAD, SLOW_CUSTOMER, SUPPORT } from './stories.ts'

/** What the simulator can play; the first is the default. */
export const SCENARIOS = [
  {
    id: 'customer-story',
    title: 'Customer story',
    description: 'One customer: a new lead becomes a contact, the deal is won or lost, a ticket is escalated and closed.',
    lengthMs: 10 * MINUTE_MS,
    tellings: [{ story: CUSTOMER, count: 'tenant', spread: 'even' }],
  },
  {
    id: 'busy-day',
    title: 'Busy day',
    description:
      'Sales and support, all mixed: leads, deals, tickets, activities and workflows begin all through eight hours, and end within five more.',
    lengthMs: 8 * HOUR_MS,
    tellings: [
      { story: SLOW_CUSTOMER, count: 30, spread: 'anywhere' },
      { story: LOST_LEAD, count: 40, spread: 'anywhere' },
      { story: SUPPORT, count: 60, spread: 'anywhere' },
      { story: COMPANY_CARE, count: 20, spread: 'anywhere' },
      { story: AUTOMATION, count: 10, spread: 'anywhere' },
    ],
  },
  {
    id: 'import-burst',
    title: 'Import burst',
    description: 'A data import: 5,000 contacts are created within a minute and completed five seconds later; 10,000 events.',
    lengthMs: MINUTE_MS,
    tellings: [{ story: IMPORTED_CONTACT, count: 5_000, spread: 'even' }],
  },
] as const satisfies readonly Scenario[]

export type ScenarioId = (typeof SCENARIOS)[number]['id']
export const SCENARIO_IDS = SCENARIOS.map(({ id }) => id) as [ScenarioId, ...ScenarioId[]]

export function scenarioOf(id: ScenarioId): Scenario {
  return SCENARIOS.find((each) => each.id === id) ?? SCENARIOS[0]
}
