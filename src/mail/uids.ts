// Arithmetic over IMAP UIDs: sets for the wire, gaps, and batches that bound the memory. Pure.

/** Judgement: one transaction takes 200 rows as fast as one commit takes few; half of that keeps a batch's loss small. */
const BATCH_MAILS = 100;
/** Judgement: bytes of one batch held in memory; a larger mail makes a batch of its own. */
const BATCH_BYTES = 8 * 1024 * 1024;

export interface Listed {
  readonly uid: number;
  /** RFC822.SIZE in bytes. */
  readonly size: number;
}

/** Ascending UIDs as a sequence set, RFC 9051 section 9: `1:3,7`. Only UIDs that are named get in, never a gap between them. */
export function sequenceSet(uids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const last = runs.at(-1);
    if (last !== undefined && uid === last[1] + 1) last[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([first, last]) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}

/** UIDs above `from`, up to `top`, that are not present: assigned by the server and gone before we looked. */
export function gaps(from: number, top: number, present: readonly number[]): { first: number; last: number }[] {
  const found: { first: number; last: number }[] = [];
  let next = from + 1;
  for (const uid of [...present.filter((one) => one > from && one <= top), top + 1]) {
    if (uid > next) found.push({ first: next, last: uid - 1 });
    next = uid + 1;
  }
  return found;
}

/** Batches in the given order, each within the limits; a suspect (it failed in company) and a very large mail stand alone. */
export function batches(mails: readonly Listed[], isSuspect: (uid: number) => boolean): Listed[][] {
  const found: Listed[][] = [];
  let open: Listed[] = [];
  let bytes = 0;
  for (const mail of mails) {
    const alone = isSuspect(mail.uid) || mail.size > BATCH_BYTES;
    if (alone || open.length === BATCH_MAILS || bytes + mail.size > BATCH_BYTES) {
      if (open.length > 0) found.push(open);
      open = [];
      bytes = 0;
    }
    if (alone) found.push([mail]);
    else {
      open.push(mail);
      bytes += mail.size;
    }
  }
  return open.length > 0 ? [...found, open] : found;
}
