// Mails that held up those they were read with: they wait for them, and are then read one by one.
import { sha256 } from '../register/store.ts';
import type { Patience } from './chunked.ts';
import type { Look } from './reader-thread.ts';

/** It must be looked at again, after the mails that it was looked at with. */
export type Slow = { readonly state: 'slow' };

/** Remembers them by their sha256 while a reader lives; another process has to find out for itself. */
export function patience(): Patience<Buffer, Look | Slow> {
  const slow = new Set<string>();
  return {
    later: { state: 'slow' },
    isSlow: (bytes) => slow.size > 0 && slow.has(sha256(bytes)),
    noteSlow: (bytes) => void slow.add(sha256(bytes)),
  };
}
