// The sample mails that the first start shows: dated, well-formed, and of nobody who exists.
import { expect, test } from 'vitest';
import { samples } from '../../src/demo/samples.ts';
import { machine } from '../../src/mail/automatic.ts';
import { type Mail, parse } from '../../src/mail/parse.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** A Monday in winter, a Sunday, the first working day after New Year, the weekend the clocks change, a summer midnight. */
const DAYS = ['2026-03-02T09:00Z', '2026-05-10T12:00Z', '2026-01-02T08:00Z', '2026-03-29T10:00Z', '2026-07-05T23:30Z'];

async function mailsOf(today: Date): Promise<Map<string, Mail>> {
  const found = new Map<string, Mail>();
  for (const { name, bytes } of samples(today)) {
    const parsed = await parse(bytes);
    if (parsed.state !== 'parsed') throw new Error(`${name}: ${parsed.because}`);
    found.set(name, parsed.mail);
  }
  return found;
}

test.for(DAYS)('seen on %s, the samples arrived on weekdays of the past, in the order of their names', async (day) => {
  const today = new Date(day);
  const arrivals = [...(await mailsOf(today)).values()].map(({ receivedAt }) => receivedAt?.getTime() ?? Number.NaN);
  expect(arrivals).toEqual(arrivals.toSorted((a, b) => a - b));
  expect(Math.max(...arrivals)).toBeLessThan(today.getTime());
  expect(Math.max(...arrivals)).toBeGreaterThan(today.getTime() - 5 * DAY_MS);
  for (const at of arrivals) expect(new Date(at).getUTCDay() % 6).not.toBe(0);
});

test('the same day gives the same bytes, so that a second start delivers nothing new', () => {
  const [first, second] = [samples(new Date('2026-03-02T07:00Z')), samples(new Date('2026-03-02T19:00Z'))];
  expect(first.map(({ bytes }) => bytes.toString('hex'))).toEqual(second.map(({ bytes }) => bytes.toString('hex')));
});

test('every line of a sample ends in CRLF, as on the wire', () => {
  for (const { name, bytes } of samples(new Date())) {
    expect(bytes.toString('latin1').replaceAll('\r\n', ''), name).not.toMatch(/[\r\n]/);
  }
});

test('samples name fictional domains and drama telephone numbers only, the public platform apart', () => {
  for (const { name, bytes } of samples(new Date())) {
    const text = bytes.toString('utf8');
    const domains = [...text.matchAll(/(?:@|https?:\/\/)([a-z0-9-]+(?:\.[a-z0-9-]+)+)/gi)].map(
      (match) => match[1] ?? '',
    );
    for (const domain of domains) expect(domain, name).toMatch(/\.example$|^whatdotheyknow\.com$/);
    for (const [number] of text.matchAll(/\b0\d{4} ?\d{6}\b/g)) expect(number, name).toMatch(/^01632 960\d{3}$/); // Ofcom
  }
});

test('the chaser and the withdrawal answer the mails that they are about', async () => {
  const mails = await mailsOf(new Date());
  expect(mails.get('09-chaser')?.inReplyTo).toEqual([mails.get('01-response-times')?.messageId]);
  expect(mails.get('10-withdrawal')?.inReplyTo).toEqual([mails.get('02-dog-section')?.messageId]);
});

test('of the samples, the out-of-office and the bounce come from machines; the people are people', async () => {
  const mails = await mailsOf(new Date());
  const kinds = [...mails].map(([name, mail]) => [name, machine(mail)?.kind]).filter(([, kind]) => kind !== undefined);
  expect(kinds).toContainEqual(['14-out-of-office', 'automatic']);
  expect(kinds).toContainEqual(['15-bounce', 'bounce']);
  expect(kinds.filter(([name]) => !/^1[345]-/.test(name ?? ''))).toEqual([]);
});
