// An ArrivalStore in memory, for tests of the sources alone: keeps what it was given, in order, and fails on request.
import { createHash } from 'node:crypto';
import type { Arrival, ArrivalStore, Position } from '../../src/mail/arrival.ts';

export interface Incident {
  readonly folder: string;
  readonly uidValidity: bigint;
  readonly uid: number | null;
  readonly what: string;
  readonly because: string;
}

export interface MemoryStore extends ArrivalStore {
  readonly arrivals: readonly Arrival[];
  /** Sizes of the transactions, empty ones left out. */
  readonly batches: readonly number[];
  readonly incidents: readonly Incident[];
  /** Set to make `store` reject, or wait: called before anything is kept. */
  before: (arrivals: readonly Arrival[]) => void | Promise<void>;
  uids(folder?: string): number[];
  subjects(): string[];
  /** Resolves when the condition holds; looks after each change. */
  until(holds: () => boolean): Promise<void>;
}

export function memoryStore(): MemoryStore {
  const arrivals: Arrival[] = [];
  const batches: number[] = [];
  const incidents = new Map<string, Incident>();
  const positions = new Map<string, Position>();
  const waiting = new Set<() => void>();
  const placed = new Set<string>();
  const changed = () => {
    for (const look of waiting) look();
  };
  const keyOf = ({ place, source, bytes }: Arrival) =>
    place === null
      ? `${source} ${createHash('sha256').update(bytes).digest('hex')}`
      : `${place.mailbox} ${place.folder} ${place.uidValidity} ${place.uid}`;
  const store: MemoryStore = {
    arrivals,
    batches,
    get incidents() {
      return [...incidents.values()];
    },
    before: () => undefined,
    uids: (folder = 'INBOX') => arrivals.flatMap(({ place }) => (place?.folder === folder ? place.uid : [])),
    subjects: () => arrivals.map(({ bytes }) => /^Subject: (.*?)\r?$/m.exec(bytes.toString())?.[1] ?? ''),
    until: (holds) =>
      new Promise((resolve) => {
        const look = () => {
          if (!holds()) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
      }),
    store: async (given, position) => {
      await store.before(given);
      for (const arrival of given) {
        if (placed.has(keyOf(arrival))) continue;
        placed.add(keyOf(arrival));
        arrivals.push(arrival);
      }
      if (given.length > 0) batches.push(given.length);
      if (position) positions.set(`${position.mailbox} ${position.folder}`, position);
      changed();
    },
    position: async (mailbox, folder) => positions.get(`${mailbox} ${folder}`) ?? null,
    knownUids: async (mailbox, folder, uidValidity) =>
      new Set(
        arrivals.flatMap(({ place }) =>
          place?.mailbox === mailbox && place.folder === folder && place.uidValidity === uidValidity ? place.uid : [],
        ),
      ),
    incident: async (where, what, because) => {
      const { folder, uidValidity, uid } = where;
      incidents.set(`${folder} ${uidValidity} ${uid} ${what}`, { folder, uidValidity, uid, what, because });
      changed();
    },
    polled: async () => changed(),
  };
  return store;
}
