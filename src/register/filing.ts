// Decides what one classified mail becomes in the register: opens requests, joins one, waits for a person, or is only filed.
import type { Classification } from '../classify/classify.ts';
import type { Kind, Regime } from '../classify/known.ts';
import type { Thread } from './thread.ts';

/** A clock to start; of a regulator's letter it is its own that counts, so ours sets no date. */
export interface Opening {
  readonly kind: 'request' | 'internal_review' | 'transfer' | 'regulator';
  readonly regime: Regime;
  readonly alsoRegimes: readonly Regime[];
}

export interface Filing {
  readonly opens: readonly Opening[];
  /** Requests that the mail joins; nothing of theirs moves until an officer confirms it. */
  readonly joins: readonly string[];
  /** Requests that what it opens is linked to, and how they hang together. */
  readonly links: readonly string[];
  readonly relation: 'review of' | 'regulator case about' | 'follows';
  /** Why a person must look; null: nothing is open about it. */
  readonly parked: string | null;
  readonly likelyRequestId: string | null;
  /** An alert goes to the duty address at once. */
  readonly alert: boolean;
}

/** Kinds that belong to a request that exists already (DESIGN, the table of kinds). */
const FOLLOWING: ReadonlySet<Kind> = new Set(['clarification', 'chaser', 'withdrawal', 'third_party']);
const QUEUED: Partial<Record<Kind, string>> = {
  complaint: 'a complaint: no clock of information law runs for it',
  general: 'no request was recognised in it',
  safeguarding: 'it may tell of danger to a person: read it now',
  regulator: 'a regulator or tribunal writes: its own deadline applies',
  transfer: 'the requester is named in the text: staff send the acknowledgement',
};

/** @param unsure the machine that seems to have sent it was known by wording only. */
export function filing(found: Classification, thread: Thread | null, unsure: string | null): Filing {
  const opens = openings(found);
  const kinds = new Set([found.kind, ...found.alsoKinds]);
  const joins = thread?.sure ? thread.requestIds : [];
  return {
    opens,
    joins,
    // A regulator is never the requester, so the reference in its letter is what it goes by.
    links: kinds.has('regulator') ? (thread?.requestIds ?? []) : joins,
    relation: relationOf(kinds),
    parked: parkedBecause(found, thread, opens.length > 0, unsure),
    likelyRequestId: likelyOf(thread),
    alert: kinds.has('safeguarding') || kinds.has('regulator'),
  };
}

/** A mail that the rules came to no end with: it joins what it surely answers, and a person reads it. */
export const unclassified = (thread: Thread | null, because: string): Filing => ({
  opens: [],
  joins: thread?.sure ? thread.requestIds : [],
  links: [],
  relation: 'follows',
  parked: `the rules could not be applied to it: ${because}`,
  likelyRequestId: likelyOf(thread),
  alert: false,
});

const likelyOf = (thread: Thread | null): string | null =>
  thread && !thread.sure ? (thread.requestIds[0] ?? null) : null;

function openings(found: Classification): Opening[] {
  const kinds = [found.kind, ...found.alsoKinds];
  const opened: Opening[] = [];
  if (kinds.includes('internal_review')) opened.push({ kind: 'internal_review', ...mainOf(found) });
  if (kinds.includes('regulator')) opened.push({ kind: 'regulator', ...mainOf(found) });
  if (kinds.includes('transfer')) return [...opened, ...clocks(found, 'transfer')];
  return found.opens === 'yes' ? [...opened, ...clocks(found, 'request')] : opened;
}

const regimesOf = (found: Classification): Regime[] => [...(found.regime ? [found.regime] : []), ...found.alsoRegimes];

/** Of a review or a regulator's case: one row; subject access, which has a way of its own, only where nothing else is named. */
function mainOf(found: Classification): { regime: Regime; alsoRegimes: readonly Regime[] } {
  const named = regimesOf(found);
  const [regime = named[0] ?? 'foia', ...alsoRegimes] = named.filter((each) => each !== 'sar');
  return { regime, alsoRegimes };
}

/** FOIA and EIR share one clock until an officer splits them; subject access is its own. */
function clocks(found: Classification, kind: 'request' | 'transfer'): Opening[] {
  const regimes = regimesOf(found);
  const personal: Opening[] = regimes.includes('sar') ? [{ kind, regime: 'sar', alsoRegimes: [] }] : [];
  const [regime = 'foia', ...alsoRegimes] = regimes.filter((each) => each !== 'sar');
  const onlyPersonal = personal.length > 0 && regimes.every((each) => each === 'sar');
  return onlyPersonal ? personal : [{ kind, regime, alsoRegimes }, ...personal];
}

function relationOf(kinds: ReadonlySet<Kind>): Filing['relation'] {
  if (kinds.has('regulator')) return 'regulator case about';
  return kinds.has('internal_review') ? 'review of' : 'follows';
}

function parkedBecause(
  found: Classification,
  thread: Thread | null,
  opens: boolean,
  unsure: string | null,
): string | null {
  const kinds = new Set([found.kind, ...found.alsoKinds]);
  if (kinds.has('safeguarding')) return QUEUED.safeguarding ?? null;
  if (isAboutAlert(thread)) return 'it answers or returns an alert of ours: has the duty officer seen it?';
  if (kinds.has('regulator')) return QUEUED.regulator ?? null;
  if (found.opens === 'possible') {
    const named = thread && !thread.sure ? `; ${thread.because}` : '';
    return `a possible request: ${found.kindBecause}${named}`;
  }
  if (unsure !== null) return `it looks automatic by its wording only: ${unsure}`;
  if (found.kind === 'automatic' || found.kind === 'bounce') return null;
  if (thread && !thread.sure) return thread.because;
  if (found.kind === 'spam') return null;
  if (kinds.has('internal_review') && !thread) return 'a review of a request that could not be found';
  if (FOLLOWING.has(found.kind)) return thread ? null : notFound(opens);
  if (found.kind === 'general' && thread) return null;
  return QUEUED[found.kind] ?? null;
}

const notFound = (opens: boolean): string =>
  `it follows a request that could not be found${opens ? '; what it asks anew was registered' : ''}`;

/** Alerts are the only letters of ours that name no request. */
const isAboutAlert = (thread: Thread | null): boolean =>
  thread !== null && thread.acknowledgementId !== null && thread.requestIds.length === 0;
