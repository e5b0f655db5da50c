// Checks rule files in a thread of its own, which is ended at its limit: whoever runs mail meanwhile is not held up.
import { getCompileCacheDir } from 'node:module';
import { Piscina } from 'piscina';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Checked, CheckTask } from './rules-check-thread.ts';

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
  const dir = getCompileCacheDir();
  const pool = new Piscina<CheckTask, Checked>({
    filename: new URL('./rules-check-thread.ts', import.meta.url).href,
    minThreads: 0,
    maxThreads: 1,
    idleTimeout: IDLE_MS,
    env: dir === undefined ? {} : { NODE_COMPILE_CACHE: dir },
  });
  pool.on('error', () => undefined);
  return {
    async check(files) {
      try {
        return await pool.run({ files, cacheDir }, { name: 'check', signal: AbortSignal.timeout(LIMIT_MS) });
      } catch (error) {
        const why = error instanceof Error && error.name === 'AbortError' ? `took over ${LIMIT_MS / 1000} s` : 'failed';
        return { problems: [`rules: checking them ${why} — undo the last change`], warnings: [] };
      }
    },
    close: () => pool.destroy(),
  };
}
