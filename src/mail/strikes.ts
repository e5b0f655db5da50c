// Remembers, over reconnects, which mails failed: suspects are read alone, and after three strikes the walk goes on.
import { backoffMs } from './backoff.ts';

/** DESIGN: three strikes make an incident row, and the walk goes on. */
const THREE = 3;

export interface Strikes {
  /** Reads this one alone from now on, without a strike: it failed in company. */
  suspect(key: string): void;
  isSuspect(key: string): boolean;
  /** Counts one failure of this mail alone. */
  strike(key: string): 'again' | 'give-up';
  /** Milliseconds to wait before the next try of this mail. */
  waitMs(key: string, random: number): number;
  hasGivenUp(key: string): boolean;
  /** It was stored. */
  clear(key: string): void;
  /** Everything may be tried again: the hourly comparison. */
  forget(): void;
}

export function strikes(): Strikes {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.get(key) ?? 0;
  return {
    suspect: (key) => void counts.set(key, count(key)),
    isSuspect: (key) => counts.has(key),
    strike: (key) => {
      counts.set(key, count(key) + 1);
      return count(key) >= THREE ? 'give-up' : 'again';
    },
    waitMs: (key, random) => backoffMs(Math.max(0, count(key) - 1), random),
    hasGivenUp: (key) => count(key) >= THREE,
    clear: (key) => void counts.delete(key),
    forget: () => counts.clear(),
  };
}
