// Works the jobs of one name: checks the payload, and maps our two kinds of failure to BullMQ's. The only place that does.
import { UnrecoverableError } from 'bullmq';
import { PermanentError } from '../errors.ts';
import type { BackedOptions, QueueBackend } from './backend.ts';
import { type JobName, jobs, type Payload } from './jobs.ts';

export interface ConsumeOptions extends BackedOptions {
  /** Told of every try that failed, with the job's id; the message may quote the register, so log its code only. */
  readonly onFailed: (error: Error, jobId: string | null) => void;
}

/**
 * Starts working; `backend.close()` ends it once the jobs in hand are done. A job may run twice (a worker that was killed or
 * stood still), so the handler claims its rows in the register. It returns when the row says what happened; PermanentError
 * ends the job, anything else thrown is tried again shortly (see ring).
 */
export function consume<Name extends JobName>(
  backend: QueueBackend,
  name: Name,
  handler: (payload: Payload<Name>) => Promise<void>,
  { onFailed, ...options }: ConsumeOptions,
): void {
  const worker = backend.worker(
    name,
    async ({ data }) => {
      try {
        await handler(parsed(name, data));
      } catch (error) {
        if (!(error instanceof PermanentError)) throw error;
        throw Object.assign(new UnrecoverableError(error.message), { cause: error });
      }
    },
    options,
  );
  worker.on('failed', (job, error) => onFailed(error, job?.id ?? null));
}

/** @throws PermanentError that names the field. */
function parsed<Name extends JobName>(name: Name, data: unknown): Payload<Name> {
  const checked = jobs[name].safeParse(data);
  if (checked.success) return checked.data;
  const because = checked.error.issues.map((issue) => `${issue.path.join('.') || 'payload'}: ${issue.message}`);
  throw new PermanentError(`job ${name}: ${because.join('; ')}`);
}
