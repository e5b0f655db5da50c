// A progress count on standard error, when a person looks at a terminal.
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  step(count?: number): void;
  stop(): void;
}

/** The total is not known before the last folder is walked, so it counts and times. Silent without a terminal. */
export function progress(what: string): Progress {
  if (!process.stderr.isTTY || !process.stdout.isTTY) return { step: () => undefined, stop: () => undefined };
  const bar = new SingleBar(
    { format: `${what}: {value} mails in {duration_formatted}`, stream: process.stderr, clearOnComplete: true },
    Presets.legacy,
  );
  bar.start(Number.MAX_SAFE_INTEGER, 0);
  return { step: (count = 1) => bar.increment(count), stop: () => bar.stop() };
}
