// Reads mail in threads that are ended at their limit: no mail, however hostile, stops or kills the process that keeps the register.
import { getCompileCacheDir } from 'node:module';
import pLimit, { type LimitFunction } from 'p-limit';
import { Piscina } from 'piscina';
import type { Classification } from '../classify/classify.ts';
import { NO_RULE } from '../classify/compiled.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Text } from '../classify/text.ts';
import { reasonOf } from '../errors.ts';
import { chunked, type Patience, type Together } from './chunked.ts';
import type { ClassifyTask, Look, LookAllTask, Prepared, ReaderData } from './reader-thread.ts';
import { patience, type Slow } from './slow.ts';

/** mail-safety.md section 1: a parser of untrusted mail gets 20 s of wall clock and 512 MB. */
const READ_LIMIT_MS = 20_000;
/** Of that, what a mail may use up in company before it is read alone. An ordinary chunk takes a hundredth of it. */
const IN_COMPANY = 0.25;
const MAX_HEAP_MB = 512;
/** The default grows to several times this for no more speed (npm run bench). */
const MAX_YOUNG_MB = 16;

export type Judged =
  | { readonly state: 'classified'; readonly classification: Classification }
  | { readonly state: 'failed'; readonly because: string };

export interface Reader {
  /** The rule set it classifies by. */
  readonly version: string;
  /** Parses exact bytes; a mail that cannot be read in time or memory is `unparsable`, never an exception. */
  look(bytes: Buffer): Promise<Look | Slow>;
  /** A rule that uses up the time is suspended while this reader lives, and the mail classified without it. */
  classify(text: Text): Promise<Judged>;
  close(): Promise<void>;
}
/** A reader whose thread reads the rules from disk. */
export interface DiskReader extends Omit<Reader, 'version' | 'look'> {
  /** As above; a slow mail is looked at to its end at once. */
  look(bytes: Buffer): Promise<Look>;
  /** Makes the rules ready, or says what is wrong with them. Without it, the first `classify` does. */
  prepare(): Promise<Prepared>;
}
export interface ReaderOptions {
  readonly limitMs?: number;
  /** Told once for each rule that took too long. */
  readonly onSuspended?: (ruleId: string) => void;
}
type Task = keyof typeof import('./reader-thread.ts');
type Run = (name: Task, task: unknown) => Promise<unknown>;

/** @param threads how many mails are read at once; further threads than one start when there is work for them. */
export function openReader(
  rules: RuleFiles,
  about: Omit<ReaderData, 'rules'>,
  threads: number,
  options: ReaderOptions = {},
): Reader {
  const { prepare: _unneeded, ...reader } = open({ ...about, rules }, threads, options, patience());
  return { version: rules.version, ...reader };
}

/** The same over a published set or over the files on disk, as `data` says. */
export function openThreads(data: ReaderData, threads: number, options: ReaderOptions = {}): DiskReader {
  return open<never>(data, threads, options);
}

function open<Later>(
  data: ReaderData,
  threads: number,
  options: ReaderOptions,
  waits?: Patience<Buffer, Look | Later>,
) {
  const { limitMs = READ_LIMIT_MS, onSuspended = () => undefined } = options;
  const pool = new Piscina<unknown, unknown>({
    filename: new URL('./reader-thread.ts', import.meta.url).href,
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: Number.POSITIVE_INFINITY,
    workerData: data,
    env: threadEnvironment(),
    resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MB, maxYoungGenerationSizeMb: MAX_YOUNG_MB },
  });
  // A thread that dies is replaced by the pool; its task has failed with the reason.
  pool.on('error', () => undefined);
  // One task a thread, so that a task's time starts when the task does.
  const turn = pLimit(threads);
  const within = (ms: number): Run => timed(pool, turn, ms);
  const alone = within(limitMs * (1 - IN_COMPANY));
  const inCompany = within(limitMs * IN_COMPANY);
  const whyNot = (error: unknown): string => reasonWhy(error, limitMs);
  const suspended = new Set<string>();
  const taskOf = (text: Text): ClassifyTask => classifyTask(text, suspended);
  return {
    // Rules that were never checked take some seconds, and hold no mail.
    prepare: async () => preparedOf(await turn(() => pool.run(null, { name: 'prepare' satisfies Task }))),
    look: chunked<Buffer, Look | Later>({
      together: (mails) => lookTogether(inCompany, mails),
      alone: looking(alone, whyNot),
      ...(waits ? { patience: waits } : {}),
    }),
    classify: chunked<Text, Judged>({
      together: (texts) => classifyTogether(inCompany, texts.map(taskOf)),
      alone: suspending(alone, suspended, onSuspended, whyNot),
    }),
    close: () => pool.destroy(),
  };
}

/** Runs a task and ends its thread when `ms` are over; the time starts when the task does. */
function timed(pool: Piscina<unknown, unknown>, turn: LimitFunction, ms: number): Run {
  return (name, task) =>
    turn(async () => {
      const ending = new AbortController();
      const timer = setTimeout(() => ending.abort(), ms);
      try {
        return await pool.run(task, { name, signal: ending.signal });
      } finally {
        clearTimeout(timer);
      }
    });
}

/** No mail of the task was begun. */
const NONE = -1;

async function lookTogether(run: Run, mails: readonly Buffer[]): Promise<Together<Look>> {
  const inHand = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(NONE);
  try {
    return { answers: looksOf(await run('lookAll', { mails, watch: inHand.buffer } satisfies LookAllTask)) };
  } catch {
    const at = Atomics.load(inHand, 0);
    return { stuckAt: at === NONE ? null : at };
  }
}

/** Whose fault it was is found out alone, where the rule in hand is watched. */
async function classifyTogether(run: Run, tasks: readonly ClassifyTask[]): Promise<Together<Judged>> {
  try {
    const found = classificationsOf(await run('classifyAll', tasks));
    return { answers: found.map((classification) => ({ state: 'classified', classification })) };
  } catch {
    return { stuckAt: null };
  }
}

function looking(run: Run, whyNot: (error: unknown) => string) {
  return async (bytes: Buffer): Promise<Look> => {
    try {
      return lookOf(await run('look', bytes));
    } catch (error) {
      return { state: 'unparsable', because: whyNot(error) };
    }
  };
}

/** A thread that reads hostile mail gets no password: of the environment only where Node keeps what it compiled. */
function threadEnvironment(): Record<string, string> {
  const dir = getCompileCacheDir();
  return dir === undefined ? {} : { NODE_COMPILE_CACHE: dir };
}

function classifyTask(text: Text, suspended: ReadonlySet<string>): ClassifyTask {
  const watch = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)).fill(NO_RULE);
  return { text, suspended: [...suspended], watch: watch.buffer };
}

/** Classifies; after a timeout once more, without the rule that was being evaluated. */
function suspending(
  run: Run,
  suspended: Set<string>,
  onSuspended: (ruleId: string) => void,
  whyNot: (error: unknown) => string,
) {
  /** The rule that a thread was in when it was ended, from now on suspended. */
  async function suspend(index: number): Promise<boolean> {
    const id = index === NO_RULE ? null : await run('ruleAt', index).catch(() => null);
    if (typeof id !== 'string') return false;
    if (!suspended.has(id)) onSuspended(id);
    suspended.add(id);
    return true;
  }
  return async (text: Text): Promise<Judged> => {
    for (let again = true; ; again = false) {
      const task = classifyTask(text, suspended);
      try {
        return { state: 'classified', classification: classificationOf(await run('classify', task)) };
      } catch (error) {
        const wasSuspended = isTimeout(error) && (await suspend(Atomics.load(new Int32Array(task.watch), 0)));
        if (!(wasSuspended && again)) return { state: 'failed', because: whyNot(error) };
      }
    }
  };
}

// The checked boundary to the thread: it runs our own functions, named in `run`, and nothing else.
const lookOf = (result: unknown): Look => result as Look;
const looksOf = (result: unknown): Look[] => result as Look[];
const classificationOf = (result: unknown): Classification => result as Classification;
const classificationsOf = (result: unknown): Classification[] => result as Classification[];
const preparedOf = (result: unknown): Prepared => result as Prepared;

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'AbortError';

function reasonWhy(error: unknown, limitMs: number): string {
  if (isTimeout(error)) return `reading it took over ${limitMs / 1000} seconds`;
  if (error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `reading it took over ${MAX_HEAP_MB} MB`;
  return reasonOf(error);
}
