import type { EventType } from '../../../shared/domain/catalogue/catalogue.ts'
import { type SampleMaker, type Sampler, changed, deletion, otherThan, update } from './sampler.ts'

type PeopleEvent = Extract<EventType, `lead.${string}` | `contact.${string}` | `company.${string}`>

const LEAD_SOURCES = ['Website', 'Referral', 'Trade Show', 'Advertisement', 'Cold Call', 'Partner']
const LEAD_STEPS = [
  { from: 'New', to: 'Contacted' },
  { from: 'Contacted', to: 'Qualified' },
  { from: 'Contacted', to: 'Unqualified' },
]
const INDUSTRIES = ['Software', 'Manufacturing', 'Healthcare', 'Financial Services', 'Retail', 'Logistics']

/**
 * Samples of leads, contacts and companies. Each draws its entity first and in the same order, so that one seed tells of the
 * same person or company in all event types of a family.
 */
export const PEOPLE_SAMPLES: Readonly<Record<PeopleEvent, SampleMaker>> = {
  'lead.created': (s) => ({ data: { ...lead(s), status: 'New', createdAt: s.now } }),
  'lead.updated': (s) => {
    const data = { ...lead(s), ...update(s) }
    return changed(data, { phone: otherThan(data.phone, () => s.phone()) })
  },
  'lead.deleted': (s) => ({ data: { ...lead(s), ...deletion(s) } }),
  'lead.converted': (s) => {
    const before = lead(s)
    const conversion = { contactId: s.id('contact'), companyId: s.id('company'), convertedAt: s.now }
    const by = update(s)
    return changed({ ...before, status: 'Converted', ...by, ...conversion, convertedBy: by.updatedBy }, { status: 'Qualified' })
  },
  'lead.status_changed': (s) => {
    const before = lead(s)
    const step = s.pick(LEAD_STEPS)
    return changed({ ...before, status: step.to, ...update(s) }, { status: step.from })
  },
  'contact.created': (s) => ({ data: { ...contact(s), createdAt: s.now } }),
  'contact.updated': (s) => {
    const data = { ...contact(s), ...update(s) }
    return changed(data, { jobTitle: otherThan(data.jobTitle, () => s.jobTitle()) })
  },
  'contact.deleted': (s) => ({ data: { ...contact(s), ...deletion(s) } }),
  'company.created': (s) => ({ data: { ...company(s), createdAt: s.now } }),
  'company.updated': (s) => {
    const data = { ...company(s), ...update(s) }
    return changed(data, { employees: data.employees - s.number(1, 4) })
  },
  'company.deleted': (s) => ({ data: { ...company(s), ...deletion(s) } }),
}

function lead(s: Sampler) {
  const person = s.person()
  const company = s.company()
  return {
    id: s.id('lead'),
    ...person,
    email: s.emailOf(person, company),
    phone: s.phone(),
    company,
    source: s.pick(LEAD_SOURCES),
    status: s.pick(LEAD_STEPS).to,
    ownerId: s.user(),
    createdAt: s.recently(90),
    createdBy: s.user(),
  }
}

function contact(s: Sampler) {
  const person = s.person()
  return {
    id: s.id('contact'),
    ...person,
    email: s.emailOf(person, s.company()),
    phone: s.phone(),
    jobTitle: s.jobTitle(),
    companyId: s.id('company'),
    ownerId: s.user(),
    createdAt: s.recently(365),
    createdBy: s.user(),
  }
}

function company(s: Sampler) {
  const name = s.company()
  const employees = s.number(5, 2_500)
  return {
    id: s.id('company'),
    name,
    domain: s.domainOf(name),
    website: `https://www.${s.domainOf(name)}/`,
    industry: s.pick(INDUSTRIES),
    employees,
    annualRevenue: employees * s.number(80_000, 250_000, 1_000),
    currency: 'USD',
    phone: s.phone(),
    city: s.city(),
    country: 'US',
    ownerId: s.user(),
    createdAt: s.recently(730),
    createdBy: s.user(),
  }
}
