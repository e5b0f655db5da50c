// Reads mail in threads that are ended at their limit: no mail, however hostile, stops or kills the process that keeps the register.
import pLimit from 'p-limit';
import { Piscina } from 'piscina';
import type { Classification } from '../classify/classify.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Text } from '../classify/text.ts';
import { reasonOf } from '../errors.ts';
import type { Look, ReaderData } from './reader-thread.ts';

/** mail-safety.md section 1: a parser of untrusted mail gets 20 s of wall clock and 512 MB. */
export const READ_LIMIT_MS = 20_000;
const MAX_HEAP_MB = 512;
/** The default grows to several times this for no more speed (npm run bench). */
const MAX_YOUNG_MB = 24;

export type Judged =
  | { readonly state: 'classified'; readonly classification: Classification }
  | { readonly state: 'failed'; readonly because: string };

export interface Reader {
  /** The rule set it classifies by. */
  readonly version: string;
  /** Parses exact bytes; a mail that cannot be read in time or memory is `unparsable`, never an exception. */
  look(bytes: Buffer): Promise<Look>;
  classify(text: Text): Promise<Judged>;
  close(): Promise<void>;
}

/** @param threads how many mails are read at once. */
export function openReader(rules: RuleFiles, about: Omit<ReaderData, 'rules'>, threads: number): Reader {
  const data: ReaderData = { ...about, rules };
  const pool = new Piscina<unknown, unknown>({
    filename: new URL('./reader-thread.ts', import.meta.url).href,
    minThreads: threads,
    maxThreads: threads,
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
  });
  // A thread that dies is replaced by the pool; its task has failed with the reason.
  pool.on('error', () => undefined);
  // One task a thread, so that a task's time starts when the task does.
  const turn = pLimit(threads);
  const run = (name: 'look' | 'classify', task: unknown): Promise<unknown> =>
    turn(() => pool.run(task, { name, signal: AbortSignal.timeout(READ_LIMIT_MS) }));
  return {
    version: rules.version,
    async look(bytes) {
      try {
        return lookOf(await run('look', bytes));
      } catch (error) {
        return { state: 'unparsable', because: whyNot(error) };
      }
    },
    async classify(text) {
      try {
        return { state: 'classified', classification: classificationOf(await run('classify', text)) };
      } catch (error) {
        return { state: 'failed', because: whyNot(error) };
      }
    },
    close: () => pool.destroy(),
  };
}

// The checked boundary to the thread: it runs our own two functions, named in `run`, and nothing else.
const lookOf = (result: unknown): Look => result as Look;
const classificationOf = (result: unknown): Classification => result as Classification;

function whyNot(error: unknown): string {
  if (error instanceof Error && error.name === 'AbortError')
    return `reading it took over ${READ_LIMIT_MS / 1000} seconds`;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `reading it took over ${MAX_HEAP_MB} MB`;
  return reasonOf(error);
}
