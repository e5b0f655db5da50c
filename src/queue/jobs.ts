// The one table of jobs: what each is called, what it carries (ids only, never personal data) and how its id is made.
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** An id of a register row: PostgreSQL's bigint does not fit a JavaScript number, so it travels as text. */
const rowId = z.string().regex(/^\d{1,19}$/, 'not the id of a register row');

/** Rows rung for in one job. Judgement: a batch is registered in one transaction and held in memory; more gains no speed (npm run bench). */
export const MAX_MESSAGES_PER_JOB = 50;

const schemas = {
  intake: z.strictObject({ messageIds: z.array(rowId).min(1).max(MAX_MESSAGES_PER_JOB) }),
  acknowledge: z.strictObject({ acknowledgementId: rowId }),
};

export type JobName = keyof typeof schemas;
type Payloads = { readonly [Name in JobName]: z.infer<(typeof schemas)[Name]> };
export type Payload<Name extends JobName> = Payloads[Name];
export const jobs: { readonly [Name in JobName]: z.ZodType<Payloads[Name]> } = schemas;

/** The same payload has the same id, so that ringing twice while the first waits does nothing. BullMQ refuses `:` and plain numbers. */
export function jobIdOf<Name extends JobName>(name: Name, payload: Payload<Name>): string {
  return `${name}-${createHash('sha256').update(JSON.stringify(payload)).digest('base64url').slice(0, 22)}`;
}
