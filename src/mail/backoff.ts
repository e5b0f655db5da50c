// How long to wait before trying again: doubling, capped, spread by chance so that many clients do not return at once.

/** Judgement: short enough that a server's restart is hardly noticed. */
const FIRST_MS = 500;
/** Judgement: a mailbox is read again within a minute of its server's return, the connection attempt included. */
const MOST_MS = 30_000;

/**
 * Equal jitter: half of the doubled time is sure, half is chance
 * (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
 * @param attempt 0 for the first retry.
 * @param random a number from 0 up to 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt, 30));
  return Math.round(whole / 2 + (whole / 2) * random);
}
