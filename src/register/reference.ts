// References: formatted from a serial that counts without a gap within its year, also under concurrent workers.
import { sql } from 'kysely';
import type { Db } from './event.ts';

/** The financial year of public authorities starts on 1 April. */
const FISCAL_START_MONTH = 4;

interface Years {
  readonly calendar: number;
  readonly fiscal: string;
}

function yearsOf(receivedOn: string): Years {
  const calendar = Number(receivedOn.slice(0, 4));
  const starts = Number(receivedOn.slice(5, 7)) >= FISCAL_START_MONTH ? calendar : calendar - 1;
  const two = (year: number): string => String(year % 100).padStart(2, '0');
  return { calendar, fiscal: `${two(starts)}${two(starts + 1)}` };
}

/** The year a serial belongs to: the fiscal one (`2627`) where the format prints it, else the calendar one (`2026`). */
export const serialYear = (format: string, receivedOn: string): string =>
  format.includes('{fiscal}') ? yearsOf(receivedOn).fiscal : String(yearsOf(receivedOn).calendar);

/** `FOI/{serial:6}/{yy}`, 2128, '2022-06-29' → `FOI/002128/22`. */
export function formatReference(format: string, serial: number, receivedOn: string): string {
  const years = yearsOf(receivedOn);
  return format
    .replace(/\{serial(?::(\d))?\}/g, (_, width: string | undefined) =>
      String(serial).padStart(Number(width ?? 1), '0'),
    )
    .replaceAll('{yyyy}', String(years.calendar))
    .replaceAll('{yy}', String(years.calendar % 100).padStart(2, '0'))
    .replaceAll('{fiscal}', years.fiscal);
}

/** A reference as it is compared: letters and digits only, upper case, since people change the separators. */
export const referenceKey = (reference: string): string => reference.toUpperCase().replace(/[^A-Z0-9]/g, '');

/** Formats that differ in separators or letter case only make references that people cannot tell apart: they share a count. */
const countOf = (format: string): string => format.toUpperCase().replace(/[^A-Z0-9{:}]/g, '');

/**
 * Takes the next references, one for each date of receipt, in order. The counter's row stays locked until the caller's
 * transaction ends, so a roll-back leaves no gap.
 */
export async function allocate(tx: Db, format: string, receivedOns: readonly string[]): Promise<string[]> {
  const wanted = Map.groupBy(receivedOns, (receivedOn) => serialYear(format, receivedOn));
  const next = new Map<string, number>();
  // Sorted, so that two workers never wait for each other's year.
  for (const year of [...wanted.keys()].sort()) {
    const count = wanted.get(year)?.length ?? 0;
    const { last } = await tx
      .insertInto('reference_counter')
      .values({ format: countOf(format), year, last: count })
      .onConflict((conflict) =>
        conflict.columns(['format', 'year']).doUpdateSet({ last: sql`reference_counter.last + ${count}` }),
      )
      .returning('last')
      .executeTakeFirstOrThrow();
    next.set(year, last - count + 1);
  }
  return receivedOns.map((receivedOn) => {
    const year = serialYear(format, receivedOn);
    const serial = next.get(year) ?? 1;
    next.set(year, serial + 1);
    return formatReference(format, serial, receivedOn);
  });
}
