// Runs watchMailbox beside a test, on a store in memory, and ends it before the test ends.
import type { MailboxConfig } from '../../src/authority.ts';
import type { Log } from '../../src/log.ts';
import { type WatchOptions, watchMailbox } from '../../src/mail/imap.ts';
import type { MemoryStore } from './memory-store.ts';

/** A log that keeps its lines. */
export function keptLog(): Log & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const keep = (fields: object, words: string) => void lines.push(`${words} ${JSON.stringify(fields)}`);
  return { lines, info: keep, warn: keep, error: keep };
}

export interface Watching {
  /** Resolves when every folder has been read to its end once more from now on. */
  caughtUp(): Promise<void>;
  readonly log: ReturnType<typeof keptLog>;
  stop(): Promise<void>;
}

export function watching(config: MailboxConfig, store: MemoryStore, options: Partial<WatchOptions> = {}): Watching {
  const end = new AbortController();
  const log = keptLog();
  const waiting = new Set<() => void>();
  const allCaughtUp = () => {
    for (const resolve of waiting) resolve();
    waiting.clear();
  };
  // random 0: the shortest backoff
  const watch = watchMailbox(config, store, { log, signal: end.signal, random: () => 0, allCaughtUp, ...options });
  return {
    log,
    caughtUp: () => new Promise((resolve) => waiting.add(resolve)),
    stop: async () => {
      end.abort();
      await watch;
    },
  };
}
