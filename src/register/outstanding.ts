// What is in the register and not finished: the sweeper rings for it, and a run that ends when idle waits for it.
import type { Db } from './event.ts';

export interface Outstanding {
  readonly messages: readonly { readonly id: string; readonly attempts: number }[];
  readonly acknowledgements: readonly { readonly id: string; readonly attempts: number }[];
}

/** Judgement: one sweep rings for at most so many rows, oldest first; the next sweep takes the rest. */
const MOST = 2000;

/** Rows that could be worked now, oldest first. */
export async function outstanding(db: Db, now: Date): Promise<Outstanding> {
  const [messages, acknowledgements] = await Promise.all([
    db
      .selectFrom('message')
      .select(['id', 'attempts'])
      .where('state', '=', 'stored')
      .where((eb) => eb.or([eb('retry_at', 'is', null), eb('retry_at', '<=', now)]))
      .orderBy('id')
      .limit(MOST)
      .execute(),
    db
      .selectFrom('acknowledgement')
      .select(['id', 'attempts'])
      .where('state', 'in', ['ready', 'held'])
      .where((eb) =>
        eb.or([eb('retry_at', '<=', now), eb.and([eb('state', '=', 'ready'), eb('retry_at', 'is', null)])]),
      )
      .orderBy('id')
      .limit(MOST)
      .execute(),
  ]);
  return { messages, acknowledgements };
}

/** A row that waits for a later try, as it is listed to a person. */
export interface Later {
  readonly what: 'message' | 'acknowledgement';
  readonly id: string;
  readonly state: string;
  readonly retryAt: Date | null;
  readonly because: string | null;
}

/** Rows that wait for their next try, for evidence, or for a person. */
export async function waitingForLater(db: Db): Promise<Later[]> {
  const messages = await db
    .selectFrom('message')
    .select(['id', 'state', 'retry_at'])
    .where('state', '=', 'stored')
    .where('retry_at', 'is not', null)
    .execute();
  const acknowledgements = await db
    .selectFrom('acknowledgement')
    .select(['id', 'state', 'retry_at', 'because'])
    .where((eb) =>
      eb.or([
        eb('state', 'in', ['failed', 'unknown', 'held']),
        eb.and([eb('state', '=', 'ready'), eb('retry_at', 'is not', null)]),
      ]),
    )
    .orderBy('id')
    .execute();
  return [
    ...messages.map(
      (row): Later => ({ what: 'message', id: row.id, state: row.state, retryAt: row.retry_at, because: null }),
    ),
    ...acknowledgements.map(
      (row): Later => ({
        what: 'acknowledgement',
        id: row.id,
        state: row.state,
        retryAt: row.retry_at,
        because: row.because,
      }),
    ),
  ];
}

/** Whether anything is being sent at this moment. */
export async function sendingNow(db: Db): Promise<number> {
  const { count } = await db
    .selectFrom('acknowledgement')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('state', '=', 'sending')
    .executeTakeFirstOrThrow();
  return Number(count);
}
