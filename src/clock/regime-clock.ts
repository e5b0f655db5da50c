// What each regime's clock is, in law: how long, which holidays count, what an extension, a review, a question or a fee does.

/** The regimes that have a clock; sar-part3 is subject access to law-enforcement data (Data Protection Act 2018, Part 3). */
export const CLOCK_REGIMES = ['foia', 'eir', 'foisa', 'eisr', 'sar', 'sar-part3', 'rpsi'] as const;
export type ClockRegime = (typeof CLOCK_REGIMES)[number];

/** A statutory period; `after` is the event whose date is day nought. */
export interface TimeLimit {
  readonly count: number;
  readonly unit: 'working day' | 'month';
  readonly after: string;
  readonly provision: string;
}
/** Why the law gives no such period, and what to do instead. */
interface NoTimeLimit {
  readonly none: string;
}
/** What a question to the requester, or a charge, does to a running clock. */
interface Effect {
  readonly effect: 'restarts' | 'pauses' | 'nothing';
  readonly provision: string;
}

interface RegimeClock {
  /** Whose bank holidays do not count: those of every division, of Scotland, or of the authority's own division. */
  readonly holidays: 'any' | 'scotland' | 'own';
  readonly request: TimeLimit;
  readonly extended: TimeLimit | NoTimeLimit;
  readonly review: TimeLimit | NoTimeLimit;
  readonly clarification: Effect;
  readonly fee: Effect;
}

const workingDays = (count: number, provision: string, after = 'receipt'): TimeLimit => ({
  count,
  unit: 'working day',
  after,
  provision,
});
const months = (count: number, provision: string): TimeLimit => ({ count, unit: 'month', after: 'receipt', provision });
const restarts = (provision: string): Effect => ({ effect: 'restarts', provision });
const pauses = (provision: string): Effect => ({ effect: 'pauses', provision });
const nothing = (provision: string): Effect => ({ effect: 'nothing', provision });

const ASKED_FOR_REVIEW = 'receipt of the request for review';
const NO_SAR_REVIEW = {
  none: 'subject access has no statutory review: leave it out; a complaint has its own time (Data Protection Act 2018, s.164A)',
};

/** Sources: the provisions named; "working day" is FOIA s.10(6), FOISA s.73 and the regulations' definitions by reference. */
export const REGIME_CLOCKS: Readonly<Record<ClockRegime, RegimeClock>> = {
  foia: {
    holidays: 'any',
    request: workingDays(20, 'FOIA s.10(1)'),
    extended: {
      none: 'FOIA has no fixed extension: leave it out; under s.10(3) and s.17(2) an officer estimates the date',
    },
    review: workingDays(20, 'FOIA s.45 Code of Practice', ASKED_FOR_REVIEW),
    clarification: restarts('s.10(6)(b)'),
    fee: pauses('FOIA s.10(2)'),
  },
  eir: {
    holidays: 'any',
    request: workingDays(20, 'EIR reg 5(2)'),
    extended: workingDays(40, 'EIR reg 7(1)'),
    review: workingDays(40, 'EIR reg 11(4)', ASKED_FOR_REVIEW),
    clarification: restarts('reg 9(4)'),
    fee: pauses('EIR reg 8'),
  },
  foisa: {
    holidays: 'scotland',
    request: workingDays(20, 'FOISA s.10(1)'),
    extended: { none: 'FOISA has no extension of time: leave it out' },
    review: workingDays(20, 'FOISA s.21(1)', ASKED_FOR_REVIEW),
    clarification: restarts('s.1(3)'),
    fee: pauses('FOISA s.10(2)'),
  },
  eisr: {
    holidays: 'scotland',
    request: workingDays(20, 'EI(S)R reg 5(2)'),
    extended: workingDays(40, 'EI(S)R reg 7(1)'),
    review: workingDays(20, 'EI(S)R reg 16(4)', ASKED_FOR_REVIEW),
    clarification: restarts('reg 9(4)'),
    fee: pauses('EI(S)R reg 8'),
  },
  sar: {
    holidays: 'own',
    request: months(1, 'UK GDPR Art 12(3)'),
    extended: months(3, 'UK GDPR Art 12(3)'),
    review: NO_SAR_REVIEW,
    clarification: pauses('UK GDPR Art 12A'),
    fee: restarts('Art 12A'),
  },
  'sar-part3': {
    holidays: 'own',
    request: months(1, 'Data Protection Act 2018 s.54(2)'),
    extended: months(3, 'Data Protection Act 2018 s.54(3A)'),
    review: NO_SAR_REVIEW,
    clarification: pauses('Data Protection Act 2018 s.54(3C)'),
    fee: restarts('s.54(3)(c)'),
  },
  rpsi: {
    holidays: 'any',
    request: workingDays(20, 'RPSI reg 8(1)'),
    extended: {
      none: 'RPSI has no fixed extension: leave it out; under reg 8(2) and (3) an officer estimates the date',
    },
    review: { none: 'RPSI has no statutory review: leave it out; the complaint procedure says how long it takes' },
    clarification: nothing('the Re-use of Public Sector Information Regulations 2015'),
    fee: nothing('the Re-use of Public Sector Information Regulations 2015'),
  },
};

/** Extension of Part 3 subject access exists since then: Data (Use and Access) Act 2025 s.76, in force by SI 2026/82 reg 2(h). */
export const PART_3_EXTENSION_SINCE_ON = '2026-02-05';
