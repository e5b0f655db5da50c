// Works a rung batch of messages: all in one transaction, and one by one when that fails, so that one bad mail holds up no other.
import { reasonOf } from './errors.ts';
import { codeOf, type Log } from './log.ts';
import { type PipelineDesk, pipeline } from './pipeline.ts';
import { putBack } from './register/claim.ts';

/** @throws when the register itself is out of reach: the rows are untouched and the job or the sweeper comes again. */
export async function intakeBatch(messageIds: readonly string[], desk: PipelineDesk, log: Log): Promise<void> {
  try {
    await pipeline(messageIds, desk);
  } catch (error) {
    if (isOutOfReach(error)) throw error;
    const [only] = messageIds;
    if (messageIds.length > 1 || only === undefined) {
      for (const id of messageIds) await intakeBatch([id], desk, log);
      return;
    }
    const again = await putBack(desk.db, only, reasonOf(error), desk.now());
    log.error(
      { messageId: only, code: codeOf(error) },
      again ? 'a mail could not be registered; it is tried again' : 'a mail could not be registered and was parked',
    );
  }
}

/** SQLSTATE classes of a server that is away or full: 08 connection, 53 resources, 57 operator intervention; else a socket's code. */
const isOutOfReach = (error: unknown): boolean =>
  error instanceof Error &&
  (!('code' in error) || typeof error.code !== 'string'
    ? /connection|terminat/i.test(error.message)
    : /^(08|53|57|E[A-Z]+$)/.test(error.code));
