// Where each mail of a batch belongs: a copy of an earlier mail, a reply to a known request, or nothing known yet.
import { bodyHash } from '../register/body-hash.ts';
import type { Waiting } from '../register/claim.ts';
import { originals } from '../register/copies.ts';
import type { Original } from '../register/entry.ts';
import type { Db } from '../register/event.ts';
import { type Thread, threads } from '../register/thread.ts';
import type { Look } from './reader-thread.ts';
import type { Slow } from './slow.ts';

export type Looked = { readonly waiting: Waiting; readonly look: Look };
/** As it came from the reader. */
type Seen = { readonly waiting: Waiting; readonly look: Look | Slow };
type Parsed = Extract<Look, { state: 'parsed' }>;

export type Placed =
  | { readonly waiting: Waiting; readonly place: 'unparsable'; readonly because: string }
  | { readonly waiting: Waiting; readonly place: 'copy'; readonly look: Parsed; readonly of: Original }
  | { readonly waiting: Waiting; readonly place: 'own'; readonly look: Parsed; readonly thread: Thread | null };

export async function place(tx: Db, batch: readonly Looked[]): Promise<Placed[]> {
  const parsed = batch.flatMap(({ waiting, look }) => (look.state === 'parsed' ? [{ waiting, look }] : []));
  const copies = await originals(
    tx,
    parsed.map(({ waiting, look: { mail } }) => ({
      id: waiting.id,
      receivedAt: waiting.receivedAt,
      mail,
      hash: bodyHash(mail),
    })),
  );
  const found = await threads(
    tx,
    parsed.map(({ waiting, look }) => ({
      id: waiting.id,
      mail: look.mail,
      ours: look.references.flatMap(({ system, value }) => (system === 'ours' ? [value] : [])),
    })),
  );
  return batch.map(({ waiting, look }): Placed => {
    if (look.state === 'unparsable') return { waiting, place: 'unparsable', because: look.because };
    const of = copies.get(waiting.id);
    return of
      ? { waiting, place: 'copy', look, of }
      : { waiting, place: 'own', look, thread: found.get(waiting.id) ?? null };
  });
}

/**
 * Splits off mails that answer, or repeat, another mail of the same batch: that one must be in the register before they
 * can be placed. And slow ones, which would hold up the others. They stay stored and are rung for again.
 */
export function apart(batch: readonly Seen[]): { first: Looked[]; later: Seen[] } {
  const ids = new Set<string>();
  const platformSenders = new Set<string>();
  const first: Looked[] = [];
  const later: Seen[] = [];
  for (const { waiting, look } of batch) {
    if (look.state === 'slow') {
      later.push({ waiting, look });
      continue;
    }
    if (look.state === 'unparsable') {
      first.push({ waiting, look });
      continue;
    }
    const { mail, platform } = look;
    const sender = platform === null ? null : (mail.from[0]?.address ?? null);
    const named = [mail.messageId ?? '', ...mail.inReplyTo, ...mail.references];
    const waits = named.some((id) => ids.has(id)) || (sender !== null && platformSenders.has(sender));
    (waits ? later : first).push({ waiting, look });
    if (mail.messageId !== null) ids.add(mail.messageId);
    if (sender !== null) platformSenders.add(sender);
  }
  return { first, later };
}
