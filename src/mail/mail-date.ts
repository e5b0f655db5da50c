// Reads the date of a Date or Received header as RFC 5322 writes it, never in this machine's time zone.

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
/** RFC 5322 section 4.3 obsolete zones, in minutes, and BST, which British systems write. Others count as UTC there. */
const ZONES: ReadonlyMap<string, number> = new Map([
  ['bst', 60],
  ['est', -300],
  ['edt', -240],
  ['cst', -360],
  ['cdt', -300],
  ['mst', -420],
  ['mdt', -360],
  ['pst', -480],
  ['pdt', -420],
]);
const DATE =
  /^(?:[a-z]{3,9}\s*,?\s*)?(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})\s+(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?(?:\.\d+)?\s*([+-]\d{4}|[a-z]{1,5})?/i;

/** RFC 5322 section 4.3: 00 to 49 are 20xx, 50 to 99 and three digits are 19xx. */
function fullYear(digits: string): number {
  const year = Number(digits);
  if (digits.length === 4) return year;
  return digits.length === 2 && year < 50 ? year + 2000 : year + 1900;
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined) return 0;
  const numbers = /^([+-])(\d{2})(\d{2})$/.exec(zone);
  if (numbers === null) return ZONES.get(zone.toLowerCase()) ?? 0;
  return (numbers[1] === '-' ? -1 : 1) * (Number(numbers[2]) * 60 + Number(numbers[3]));
}

/** The instant that a header value names, or null when it names none between 1980 and 2100. Comments may stand anywhere. */
export function mailDate(value: string): Date | null {
  const match = DATE.exec(
    value
      .slice(0, 200)
      .replace(/\([^()]*\)/g, ' ')
      .replace(/\s+/g, ' ')
      .trim(),
  );
  const [, day, monthName, year, hour, minute, second, zone] = match ?? [];
  if (day === undefined || monthName === undefined || year === undefined) return null;
  const month = MONTHS.indexOf(monthName.toLowerCase());
  const local = Date.UTC(fullYear(year), month, Number(day), Number(hour), Number(minute), Number(second ?? 0));
  const at = new Date(local - offsetMinutes(zone) * 60_000);
  const outOfRange = month < 0 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59;
  return outOfRange || !(at.getUTCFullYear() >= 1980 && at.getUTCFullYear() <= 2100) ? null : at;
}
