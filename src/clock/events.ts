// What happened to a running clock, as spans: a question until its answer, a fees notice until the fee.
import { PermanentError } from '../errors.ts';
import { isCalendarDate, longDate } from './calendar.ts';
import { ClockInputError } from './clock-input-error.ts';
import { type ClockRegime, REGIME_CLOCKS } from './regime-clock.ts';

/** The events that move a clock, in the order in which they come. */
export const CLOCK_EVENTS = ['asked', 'answered', 'fees-notice', 'fee-paid'] as const;

/** asked and answered: a clarification that is needed to find the information; fees-notice and fee-paid: a charge before it is given. */
export interface ClockEvent {
  readonly what: (typeof CLOCK_EVENTS)[number];
  readonly on: string;
}

/** One question or charge, from the day it was put to the day it was met, both inclusive. */
export interface Span {
  readonly effect: 'restarts' | 'pauses';
  readonly provision: string;
  readonly from: string;
  readonly to: string;
  readonly metBy: string; // 'the clarification was answered', 'the fee was paid'
  readonly inWords: string; // 'from the question on 9 June 2026 to the answer on 12 June 2026'
}

const KINDS = [
  {
    law: 'clarification',
    opens: 'asked',
    closes: 'answered',
    put: 'question',
    met: 'answer',
    metBy: 'the clarification was answered',
  },
  { law: 'fee', opens: 'fees-notice', closes: 'fee-paid', put: 'fees notice', met: 'fee', metBy: 'the fee was paid' },
] as const;

type Kind = (typeof KINDS)[number];

function checkDates(events: readonly ClockEvent[], receivedOn: string): void {
  for (const { what, on } of events) {
    if (!isCalendarDate(on)) throw new ClockInputError('events', `${what}: '${on}' is no date: write it as 2026-06-09`);
    if (on < receivedOn) {
      throw new ClockInputError(
        'events',
        `${what}:${on} is before the receipt on ${receivedOn}: correct one of the two`,
      );
    }
  }
}

function pair(kind: Kind, events: readonly ClockEvent[], regime: ClockRegime): Span[] {
  const { effect, provision } = REGIME_CLOCKS[regime][kind.law];
  const own = events.filter(({ what }) => what === kind.opens || what === kind.closes);
  if (own.length === 0) return [];
  if (effect === 'nothing') {
    throw new ClockInputError('events', `${own[0]?.what} does not move the clock under ${provision}: leave it out`);
  }
  const spans: Span[] = [];
  let from: string | null = null;
  for (const { what, on } of own.toSorted((one, other) => one.on.localeCompare(other.on))) {
    if ((what === kind.opens) !== (from === null)) {
      throw new ClockInputError('events', `${what}:${on} does not fit: give ${kind.opens} and ${kind.closes} in turn`);
    }
    if (from === null) {
      from = on;
    } else {
      const inWords = `from the ${kind.put} on ${longDate(from)} to the ${kind.met} on ${longDate(on)}`;
      spans.push({ effect, provision, from, to: on, metBy: kind.metBy, inWords });
      from = null;
    }
  }
  if (from !== null) {
    throw new PermanentError(
      `there is no due date while the ${kind.put} of ${longDate(from)} is open: add the event ${kind.closes} with its date`,
    );
  }
  return spans;
}

/**
 * The spans that a clock's events make, in order of their start. Throws ClockInputError when they make no sense, PermanentError
 * while one is open: the clock then stands still and no due date exists.
 */
export function spansOf(events: readonly ClockEvent[], regime: ClockRegime, receivedOn: string): Span[] {
  checkDates(events, receivedOn);
  return KINDS.flatMap((kind) => pair(kind, events, regime)).toSorted((one, other) =>
    one.from.localeCompare(other.from),
  );
}

/** Day nought of the count: the receipt, or whatever last restarted the clock. */
export function startOf(receivedOn: string, spans: readonly Span[]): { readonly on: string; readonly by: Span | null } {
  const restart = spans
    .filter(({ effect, to }) => effect === 'restarts' && to >= receivedOn)
    .toSorted((one, other) => other.to.localeCompare(one.to))[0];
  return restart === undefined ? { on: receivedOn, by: null } : { on: restart.to, by: restart };
}
