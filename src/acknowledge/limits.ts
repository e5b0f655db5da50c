// How often receipts may go out: what stops a loop when every other check has failed. Counting is the register's work.
import type { Authority } from '../authority.ts';
import { domainOf } from './answer-address.ts';

const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Mail-safety list, C 20: three mails from one sender within ten minutes after a receipt are a machine that answers. */
const LOOP_MAILS = 3;
const LOOP_WINDOW_MS = 10 * MINUTE_MS;

/** Receipts sent or in hand within a window that ends now: how many, and when the oldest of them was made. */
export interface Count {
  readonly receipts: number;
  readonly oldestAt: Date | null;
}

export interface Counts {
  /** To this address, in the last DAY_MS. */
  readonly address: Count;
  /** To any address of this domain, in the last HOUR_MS. */
  readonly domain: Count;
  /**
   * Mails received from this address, the present one included, after the oldest receipt to it of the last
   * LOOP_WINDOW_MS; 0 when there was no such receipt.
   */
  readonly mailsSinceReceipt: number;
}

/** `hold`: registered, kept back, shown. `retryAt` null: only a person lets it go. */
export type Limited =
  | { readonly action: 'send' }
  | { readonly action: 'hold'; readonly because: string; readonly retryAt: Date | null };

const freeAt = ({ oldestAt }: Count, windowMs: number, now: Date): Date =>
  new Date((oldestAt ?? now).getTime() + windowMs);

const isUnder = (domain: string, platforms: readonly string[]): boolean =>
  platforms.some((platform) => domain === platform || domain.endsWith(`.${platform}`));

/** Whether a receipt to `to` may go now. A limit of null is no limit; platforms have no limit per domain. Pure. */
export function withinLimits(
  to: string,
  counts: Counts,
  settings: Pick<Authority['acknowledge'], 'perAddressPerDay' | 'perDomainPerHour' | 'platforms'>,
  now: Date,
): Limited {
  if (counts.mailsSinceReceipt >= LOOP_MAILS) {
    const because = `${counts.mailsSinceReceipt} mails came from this address within ${LOOP_WINDOW_MS / MINUTE_MS} minutes after a receipt: it may be a machine that answers`;
    return { action: 'hold', because, retryAt: null };
  }
  const { perAddressPerDay, perDomainPerHour, platforms } = settings;
  if (perAddressPerDay !== null && counts.address.receipts >= perAddressPerDay) {
    const because = `${counts.address.receipts} receipts went to this address within a day; the limit is ${perAddressPerDay}`;
    return { action: 'hold', because, retryAt: freeAt(counts.address, DAY_MS, now) };
  }
  const domain = domainOf(to);
  if (perDomainPerHour !== null && !isUnder(domain, platforms) && counts.domain.receipts >= perDomainPerHour) {
    const because = `${counts.domain.receipts} receipts went to this domain within an hour; the limit is ${perDomainPerHour}`;
    return { action: 'hold', because, retryAt: freeAt(counts.domain, HOUR_MS, now) };
  }
  return { action: 'send' };
}
