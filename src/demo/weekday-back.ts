// A weekday some weekdays before today, as mail headers and people write it; for the dates of the samples.

export interface Weekday {
  /** `time` is London time, after the clocks change at 01:00 UTC. RFC 5322, 3.3: `Mon, 02 Mar 2026 09:30:00 +0000`. */
  readonly header: (time: string) => string;
  readonly written: string;
  readonly year: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const LONDON = 'Europe/London';

const part = (at: Date, options: Intl.DateTimeFormatOptions, timeZone = 'UTC') =>
  new Intl.DateTimeFormat('en-GB', { ...options, timeZone }).format(at);

/**
 * The `back`-th weekday before the calendar day that `today` is in London. Counting weekdays, not days, keeps the
 * samples in their order and off weekends; 0 on a Saturday is the Friday before.
 */
export function weekdayBack(today: Date, back: number): Weekday {
  const on = new Intl.DateTimeFormat('en-CA', { timeZone: LONDON }).format(today);
  let noon = new Date(`${on}T12:00:00Z`);
  const isWeekend = () => noon.getUTCDay() % 6 === 0;
  const step = () => {
    noon = new Date(noon.getTime() - DAY_MS);
  };
  while (isWeekend()) step();
  for (let left = back; left > 0; ) {
    step();
    if (!isWeekend()) left -= 1;
  }
  const isSummer = part(noon, { timeZoneName: 'longOffset' }, LONDON).endsWith('+01:00');
  const date = `${part(noon, { weekday: 'short' })}, ${part(noon, { day: '2-digit' })} ${noon.toUTCString().slice(8, 16)}`;
  return {
    header: (time) => `${date} ${time}:00 ${isSummer ? '+0100' : '+0000'}`,
    written: part(noon, { day: 'numeric', month: 'long', year: 'numeric' }),
    year: String(noon.getUTCFullYear()),
  };
}
