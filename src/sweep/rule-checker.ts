// Checks rule files in a thread of its own, which is ended at its limit: whoever runs mail meanwhile is not held up.
import { getCompileCacheDir } from 'node:module';
import { Piscina } from 'piscina';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Checked, CheckedThere, CheckTask } from './rules-check-thread.ts';

/** Judgement: a set of ten times the shipped rules is checked in half of it on a busy machine. */
const LIMIT_MS = 60_000;
/** Judgement: who edits rules saves again within ten minutes; afterwards the memory is worth more. */
const IDLE_MS = 10 * 60_000;

export interface RuleChecker {
  /** Never rejects for any content of the files. */
  check(files: RuleFiles): Promise<Checked>;
  close(): Promise<void>;
}

/** @param cacheDir where sets that have passed are remembered by their hash. */
export function ruleChecker(cacheDir: string): RuleChecker {
  let pool: ReturnType<typeof openPool> | null = null;
  const end = async (): Promise<void> => {
    const ended = pool;
    pool = null;
    await ended?.destroy();
  };
  return {
    async check(files) {
      pool ??= openPool();
      try {
        const { known, ...checked } = await pool.run(
          { files, cacheDir },
          { name: 'check', signal: AbortSignal.timeout(LIMIT_MS) },
        );
        // As at most starts: what a thread holds is worth more to the mails that wait.
        if (known) await end();
        return checked;
      } catch (error) {
        const why = error instanceof Error && error.name === 'AbortError' ? `took over ${LIMIT_MS / 1000} s` : 'failed';
        return { problems: [`rules: checking them ${why} — undo the last change`], warnings: [] };
      }
    },
    close: end,
  };
}

function openPool(): Piscina<CheckTask, CheckedThere> {
  const dir = getCompileCacheDir();
  const pool = new Piscina<CheckTask, CheckedThere>({
    filename: new URL('./rules-check-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    env: dir === undefined ? {} : { NODE_COMPILE_CACHE: dir },
  });
  pool.on('error', () => undefined);
  return pool;
}
