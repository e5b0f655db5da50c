// How often receipts may go out: what stops a loop when every other check has failed. Counting is the register's work.
import type { Authority } from '../authority.ts';
import type { Leave } from '../register/acknowledgement.ts';
import type { Count, Counts } from '../register/lately.ts';
import { domainOf } from './answer-address.ts';
import { isFreemail } from './freemail.ts';

const MINUTE_MS = 60 * 1000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** Mail-safety list, C 20: three mails from one sender within ten minutes after a receipt are a machine that answers. */
const LOOP_MAILS = 3;
const LOOP_WINDOW_MS = 10 * MINUTE_MS;
/** Judgement: two or three colleagues may write in turn with our letters by chance, five under one name do not. */
const LOOP_TURNS = 5;

const freeAt = ({ oldestAt }: Count, windowMs: number, now: Date): Date =>
  new Date((oldestAt ?? now).getTime() + windowMs);

const isUnder = (domain: string, platforms: readonly string[]): boolean =>
  platforms.some((platform) => domain === platform || domain.endsWith(`.${platform}`));

type Settings = Pick<Authority['acknowledge'], 'perAddressPerDay' | 'perDomainPerHour' | 'platforms'>;

/** Of a platform or a mail provider: every address is a requester of its own, also when only a number differs. */
export const givesAddresses = (to: string, { platforms }: Pick<Settings, 'platforms'>): boolean =>
  isUnder(domainOf(to), platforms) || isFreemail(domainOf(to));

/** What only a machine does. Held until a person lets it go: waiting does not cure it. */
function loop(counts: Counts): string | null {
  if (counts.mailsSinceReceipt >= LOOP_MAILS)
    return `${counts.mailsSinceReceipt} mails came from this address within ${LOOP_WINDOW_MS / MINUTE_MS} minutes after a receipt: it may be a machine that answers`;
  if (counts.mailsInTurn >= LOOP_TURNS)
    return `${counts.mailsInTurn} mails under one name came from this domain, each right after the receipt for the one before: it may be a machine that answers`;
  return null;
}

/** Whether a receipt to `to` may go now. A limit of null is no limit; platforms have no limit per domain. Pure. */
export function withinLimits(to: string, counts: Counts, settings: Settings, now: Date): Leave {
  const looping = loop(counts);
  if (looping !== null) return { action: 'hold', because: looping, retryAt: null };
  const { perAddressPerDay, perDomainPerHour, platforms } = settings;
  if (perAddressPerDay !== null && counts.address.letters >= perAddressPerDay) {
    const because = `${counts.address.letters} receipts went to this address within a day; the limit is ${perAddressPerDay}`;
    return { action: 'hold', because, retryAt: freeAt(counts.address, DAY_MS, now) };
  }
  const unlimited = isUnder(domainOf(to), platforms);
  if (perDomainPerHour !== null && !unlimited && counts.domain.letters >= perDomainPerHour) {
    const because = `${counts.domain.letters} receipts went to this domain within an hour; the limit is ${perDomainPerHour}`;
    return { action: 'hold', because, retryAt: freeAt(counts.domain, HOUR_MS, now) };
  }
  return { action: 'send' };
}

/** Whether an alert may go now: what is over the limit is counted in the first alert that goes again. Pure. */
export function alertsWithinLimit(sent: Count, perHour: number | null, now: Date): Leave {
  if (perHour === null || sent.letters < perHour) return { action: 'send' };
  const because = `${sent.letters} alerts went out within an hour; the limit is ${perHour}: the next one counts it in`;
  return { action: 'hold', because, retryAt: freeAt(sent, HOUR_MS, now) };
}
