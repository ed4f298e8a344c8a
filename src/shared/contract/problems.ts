import { oc } from '@orpc/contract'
import { problem } from './problem.ts'

/** Base of all procedures. */
export const problems = oc.errors({ PROBLEM: { data: problem } })
