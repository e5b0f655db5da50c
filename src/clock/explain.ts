// A due date's sum as text for a person: what was received, what did not count and why, and what that leaves.
import { addDays, isWeekend, longDate, weekdayName } from './calendar.ts';
import type { Due } from './due.ts';
import { REGIME_CLOCKS } from './regime-clock.ts';

const withWeekday = (on: string): string => `${weekdayName(on)} ${longDate(on)}`;

function weekdaysBetween(after: string, until: string): number {
  let count = 0;
  for (let on = addDays(after, 1); on <= until; on = addDays(on, 1)) if (!isWeekend(on)) count += 1;
  return count;
}

/** Runs of days with one reason, so that a month of school holiday is one line. */
function runs(days: Due['days']): { from: string; to: string; count: number; why: string }[] {
  const found: { from: string; to: string; count: number; why: string }[] = [];
  for (const { on, why } of days) {
    const run = found.at(-1);
    if (run !== undefined && run.why === why && weekdaysBetween(run.to, on) === 1) {
      run.to = on;
      run.count += 1;
    } else {
      found.push({ from: on, to: on, count: 1, why });
    }
  }
  return found;
}

function runInWords({ from, to, count, why }: ReturnType<typeof runs>[number]): string {
  const when = count === 1 ? withWeekday(from) : `${withWeekday(from)} to ${withWeekday(to)}, ${count} weekdays`;
  return `  ${when}: ${why}`;
}

/** The sum as lines of text, without a final line end. */
export function explain(due: Due): string {
  const inWorkingDays = REGIME_CLOCKS[due.regime].request.unit === 'working day';
  const weekdays = weekdaysBetween(due.startedOn, due.on);
  const uncounted = due.days.length;
  return [
    `Due ${withWeekday(due.on)}`,
    `${due.because}.`,
    '',
    `Received ${withWeekday(due.receivedOn)}`,
    ...(due.startedOn === due.receivedOn ? [] : [`The clock started again after ${withWeekday(due.startedOn)}`]),
    ...(inWorkingDays
      ? [`Weekdays from ${longDate(addDays(due.startedOn, 1))} to ${longDate(due.on)}: ${weekdays}`]
      : []),
    `Weekdays that do not count: ${uncounted}`,
    ...runs(due.days).map(runInWords),
    ...(inWorkingDays ? [`Days counted: ${weekdays - uncounted}`] : []),
  ].join('\n');
}
