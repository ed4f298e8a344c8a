import { expect, test } from 'vitest'
import { ladderSentence } from '../../../src/renderer/features/endpoints/ladder-times.ts'
import { durationText, policyDraftOf, policyOf, presetOf } from '../../../src/renderer/features/endpoints/policy-draft.ts'
import { endpointDraftOf, endpointInputOf, profileChanges, profileOf } from '../../../src/renderer/features/endpoints/endpoint-draft.ts'
import { PROFILE_IDS, profilePreset, PROFILES } from '../../../src/shared/domain/profiles/profiles.ts'
import { CRM_POLICY, ONE_ATTEMPT } from '../../../src/shared/domain/retry-policy.ts'
import { caught } from '../../support/caught.ts'

test('a policy survives its form', () => {
  const odd = {
    delaysMs: [0, 250, 1_500, 90_000, 86_400_000],
    jitter: 0.125,
    retryStatuses: [429],
    timeoutMs: 30_000,
    honourRetryAfter: true,
  }
  expect([CRM_POLICY, ONE_ATTEMPT, odd].map((policy) => policyOf(policyDraftOf(policy)))).toEqual([CRM_POLICY, ONE_ATTEMPT, odd])
})

test('delays are written in the largest unit that needs no more digits', () => {
  expect([0, 250, 1_500, 5_000, 60_000, 90_000, 7_200_000, 86_400_000].map(durationText)).toEqual([
    '0',
    '250 ms',
    '1.5 s',
    '5 s',
    '1 min',
    '90 s',
    '2 h',
    '1 d',
  ])
})

test('each field that is no duration or share is named', () => {
  const draft = { ...policyDraftOf(CRM_POLICY), delays: ['0', 'soon', '5 min', ''], timeout: '0', jitter: '101' }
  expect(caught(() => policyOf(draft))).toMatchObject({
    code: 'bad_input',
    fields: [{ path: 'policy.delaysMs[1]' }, { path: 'policy.delaysMs[3]' }, { path: 'policy.timeoutMs' }, { path: 'policy.jitter' }],
  })
})

test('the guide’s ladder is known however its delays are written', () => {
  expect([['0', '60 s', '5 min'], ['at once'], ['0', '1 min']].map(presetOf)).toEqual(['crm', 'once', 'custom'])
})

test('a sentence says when the last attempt comes, really and at its speed', () => {
  const sentences = [
    ladderSentence([0], null),
    ladderSentence([0, 60_000], null),
    ladderSentence([0, 60_000, 300_000], 10),
    ladderSentence([0, 60_000], 'max'),
  ]
  expect(sentences.map((sentence) => sentence.replaceAll('\u2009', ' '))).toEqual([
    'One attempt; what fails stays failed.',
    'The second attempt comes 1 min after the first. Time-outs keep their real length.',
    'The third attempt comes 6 min after the first; at speed 10, after 36 s. Time-outs keep their real length.',
    'The second attempt comes 1 min after the first; at speed max, at once. Time-outs keep their real length.',
  ])
})

test('What the form does not show stays as it was set', () => {
  const { policy } = PROFILES.shopify
  expect(policyOf(policyDraftOf(policy))).toEqual(policy)
})

test('each profile can be chosen in the form, is known there again, and is saved as it is', () => {
  const draft = endpointDraftOf(null)
  const chosen = PROFILE_IDS.map((id) => ({ ...draft, ...profileChanges(id) }))
  expect(chosen.map(profileOf)).toEqual(PROFILE_IDS)
  expect(profileOf({ ...draft, timeout: '7 s' })).toBe(null)
  const changed = new Set(['scheme', 'headers', 'concurrency', 'delays'] as const)
  expect(chosen.map((each) => endpointInputOf(each, changed))).toEqual(PROFILE_IDS.map(profilePreset))
})
