// Runs workers in this process: builds what they share, starts them, and ends them in order on Ctrl-C or when idle.
import { type Config, openVar, readConfig } from './config.ts';
import { reasonOf } from './errors.ts';
import type { Running } from './running.ts';
import { type Services, services } from './services.ts';
import { untilIdle } from './sweep/idle.ts';

export type Start = (shared: Services) => Promise<Running>;

export interface RunOptions {
  /** End by itself once everything in hand is done. */
  readonly untilIdle?: boolean;
  /** Called once every worker runs. */
  readonly started?: (shared: Services) => Promise<void>;
  /** Called before the end, with everything still open. */
  readonly ending?: (shared: Services) => Promise<void>;
}

/** Resolves when the run has ended: on SIGINT, SIGTERM, SIGHUP, or idle. @throws when a worker cannot start. */
export async function run(starts: readonly Start[], config: Config, options: RunOptions = {}): Promise<void> {
  openVar(config.varDir);
  const asked = stopAsked();
  const shared = await services(config).catch((error: unknown) => {
    asked.release();
    throw error;
  });
  const running: Running[] = [];
  try {
    for (const start of starts) running.push(await start(shared));
    await options.started?.(shared);
    await Promise.race([asked.promise, ...(options.untilIdle ? [untilIdle(running)] : [])]);
    await options.ending?.(shared);
  } finally {
    await Promise.all(running.map((one) => one.stop()));
    await shared.backend.close();
    await Promise.all(running.map((one) => one.release()));
    await shared.close();
    asked.release();
  }
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A terminal and npm both pass Ctrl-C on, so a second signal while we are stopping is heard and changes nothing. */
function stopAsked(): { promise: Promise<void>; release(): void } {
  const { promise, resolve } = Promise.withResolvers<void>();
  const stop = (): void => resolve();
  for (const signal of STOP_SIGNALS) process.on(signal, stop);
  return {
    promise,
    release: () => {
      for (const signal of STOP_SIGNALS) process.off(signal, stop);
    },
  };
}

/** For a worker's own file: runs it alone when that file is what was started. */
export async function runAlone(isMain: boolean, start: Start): Promise<void> {
  if (!isMain) return;
  try {
    await run([start], readConfig());
  } catch (error) {
    process.stderr.write(`${reasonOf(error)}\n`);
    process.exitCode = 1;
  }
}
