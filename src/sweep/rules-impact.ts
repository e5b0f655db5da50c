// Compares two sets of rules over many mails, on two cores: what `rules impact` shows, and the staff site before an edit.
import { getCompileCacheDir } from 'node:module';
import { Piscina } from 'piscina';
import type { Decided } from '../classify/decided.ts';
import { type Compared, type Tally, tally } from '../classify/impact.ts';
import type { Text } from '../classify/text.ts';
import type { Both, ImpactData, ImpactTask } from './rules-impact-thread.ts';

/** A mail with what staff decided of it; null: nothing. `name` is its reference or file. */
export interface ImpactMail {
  readonly name: string;
  readonly text: Text;
  readonly decided: Decided | null;
}
export interface Impact {
  readonly mails: number;
  readonly decided: number;
  readonly tally: Tally;
}

/** A machine that runs the bot has two cores or more; further threads wait for the register. */
const THREADS = 2;
/** Mails a message: fewer cost more for their messages, more keep a thread waiting at the end. Measured on 10,000 mails. */
const CHUNK = 100;
/** Chunks on their way; more would only hold mails in memory. */
const MOST_AHEAD = 2 * THREADS;

/** @param data the sets, checked before. */
export async function impactOf(mails: AsyncIterable<ImpactMail>, data: ImpactData): Promise<Impact> {
  const dir = getCompileCacheDir();
  const pool = new Piscina<readonly ImpactTask[], Both[]>({
    filename: new URL('./rules-impact-thread.ts', import.meta.url).href,
    minThreads: THREADS,
    maxThreads: THREADS,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: 64 },
    env: dir === undefined ? {} : { NODE_COMPILE_CACHE: dir },
  });
  const sum = tally();
  let [count, decided] = [0, 0];
  try {
    const compare = (chunk: readonly ImpactMail[]) =>
      pool.run(
        chunk.map(({ text, decided: found }) => ({ text, isDecided: found !== null })),
        { name: 'compare' },
      );
    for await (const [mail, both] of inChunks(mails, compare)) {
      count += 1;
      if (mail.decided !== null) decided += 1;
      if (both !== null)
        sum.add({ name: mail.name, subject: mail.text.subject, decided: mail.decided, ...both } satisfies Compared);
    }
    return { mails: count, decided, tally: sum };
  } finally {
    await pool.destroy();
  }
}

/** Each item with its answer, in order. Reads on while chunks are worked, but not far. */
async function* inChunks<Item, Answer>(
  items: AsyncIterable<Item>,
  work: (chunk: readonly Item[]) => Promise<readonly Answer[]>,
): AsyncGenerator<readonly [Item, Answer | null]> {
  const begun: Promise<(readonly [Item, Answer | null])[]>[] = [];
  const begin = (chunk: readonly Item[]): void => {
    const done = work(chunk).then((answers) => chunk.map((item, i) => [item, answers[i] ?? null] as const));
    // Awaited below, after those before it: meanwhile its failure is no unhandled one.
    done.catch(() => undefined);
    begun.push(done);
  };
  let chunk: Item[] = [];
  for await (const item of items) {
    chunk.push(item);
    if (chunk.length < CHUNK) continue;
    begin(chunk);
    chunk = [];
    if (begun.length > MOST_AHEAD) yield* (await begun.shift()) ?? [];
  }
  if (chunk.length > 0) begin(chunk);
  for (const done of begun) yield* await done;
}
