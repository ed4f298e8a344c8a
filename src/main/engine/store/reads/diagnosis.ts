import { diagnose } from '../../../../shared/domain/diagnosis/diagnose.ts'
import type { Diagnosis } from '../../../../shared/domain/diagnosis/diagnosis.ts'
import type { Patient } from '../../../../shared/domain/diagnosis/subject.ts'
import type { Verification } from '../../../../shared/domain/verdict.ts'
import type { Implemented, ReadContext } from './read-context.ts'
import { storedBodies } from './stored-body.ts'

export interface DiagnosisReads {
  /** Why the signature of a request is not valid. Secrets come as key objects with the question and are kept nowhere. */
  diagnose(seq: number, patient: Omit<Patient, 'body'>, verification: Verification): Diagnosis | null
}

export function diagnosisReads({ statements, monotonic }: ReadContext): Implemented<DiagnosisReads> {
  return {
    diagnose: (seq, patient, verification) => {
      const bodies = storedBodies(statements)
      const found = bodies.find(seq, 'request')
      const body = found ? Buffer.concat([...bodies.pieces(found.body)]) : Buffer.alloc(0)
      return diagnose({ ...patient, body }, verification, monotonic)
    },
  }
}
