import type { Faker } from '@faker-js/faker'
import type { JsonObject, JsonValue } from '../../../shared/domain/event.ts'
import { DAY_MS, SECOND_MS, isoSeconds } from '../../../shared/domain/units.ts'

/** What `metadata.changes` says: values before and after, by field of `data`. */
export type Changes = Readonly<Record<string, { readonly from: JsonValue; readonly to: JsonValue }>>

export interface Sample {
  readonly data: JsonObject
  /** Absent for events that change nothing that was there before. */
  readonly changes?: Changes
}

/** Makes a sample of one event type. */
export type SampleMaker = (sampler: Sampler) => Sample

export interface Person {
  readonly firstName: string
  readonly lastName: string
}

/**
 * The words that samples are made of, all drawn from one seeded faker and told relative to one moment, the event's. Nothing
 * in them reaches anybody: addresses end in the reserved `.example`, telephone numbers lie in the fictional 555-01xx.
 */
export interface Sampler {
  /** When the event occurs. */
  readonly now: string
  /** A whole number of `min` to `max`, a multiple of `step`. */
  number(min: number, max: number, step?: number): number
  pick<T>(values: readonly T[]): T
  /** `lead` gives `lead_9h1k5lp3eoe1`. */
  id(prefix: string): string
  user(): string
  person(): Person
  emailOf(person: Person, company: string): string
  phone(): string
  company(): string
  domainOf(company: string): string
  jobTitle(): string
  city(): string
  productName(): string
  /** The moment so many seconds before the event. */
  secondsAgo(seconds: number): string
  /** A moment on one of the `days` before the event. */
  recently(days: number): string
  /** A moment on one of the `days` after the event. */
  soon(days: number): string
}

const AREA_CODES = [206, 212, 303, 305, 312, 404, 415, 503, 512, 617, 702, 713]

/** A sampler over a faker that has just been seeded; `timestamp` is ISO 8601. */
export function createSampler(faker: Faker, timestamp: string): Sampler {
  const nowMs = Date.parse(timestamp)
  const number = (min: number, max: number, step = 1) => faker.number.int({ min, max, multipleOf: step })
  const withinDays = (days: number) => number(SECOND_MS, days * DAY_MS)
  const domainOf = (company: string) => `${slug(company)}.example`
  return {
    now: timestamp,
    number,
    pick: (values) => faker.helpers.arrayElement(values),
    id: (prefix) => `${prefix}_${faker.string.alphanumeric({ length: 12, casing: 'lower' })}`,
    user: () => `user_${number(100, 999)}`,
    person: () => ({ firstName: faker.person.firstName(), lastName: faker.person.lastName() }),
    emailOf: (person, company) => `${slug(person.firstName)}.${slug(person.lastName)}@${domainOf(company)}`,
    phone: () => `+1${faker.helpers.arrayElement(AREA_CODES)}55501${number(10, 99)}`,
    // Faker's "Bailey - Johns" would be misread in names such as "Team Plan - Bailey & Johns".
    company: () => faker.company.name().replace(' - ', ' & '),
    domainOf,
    jobTitle: () => faker.person.jobTitle(),
    city: () => faker.location.city(),
    productName: () => faker.commerce.productName(),
    secondsAgo: (seconds) => isoSeconds(nowMs - seconds * SECOND_MS),
    recently: (days) => isoSeconds(nowMs - withinDays(days)),
    soon: (days) => isoSeconds(nowMs + withinDays(days)),
  }
}

/** A sample of a change: `data` after it, and what the fields named in `before` held until then (null: nothing). */
export function changed(data: JsonObject, before: JsonObject): Sample {
  return { data, changes: Object.fromEntries(Object.entries(before).map(([field, from]) => [field, { from, to: data[field] ?? null }])) }
}

/** A value drawn again until it is another than `value`: for a field that changed. */
export function otherThan<T>(value: T, draw: () => T): T {
  let other = draw()
  while (other === value) other = draw()
  return other
}

/** What every changed entity says about its last change. */
export function update(s: Sampler) {
  return { updatedAt: s.now, updatedBy: s.user() }
}

/** What every deleted entity says about its end. */
export function deletion(s: Sampler) {
  return { deletedAt: s.now, deletedBy: s.user() }
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
}
