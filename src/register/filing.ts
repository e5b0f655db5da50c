// Decides what one classified mail becomes in the register: opens requests, joins one, waits for a person, or is only filed.
import type { Classification } from '../classify/classify.ts';
import type { Kind, Regime } from '../classify/known.ts';
import type { Thread } from './thread.ts';

/** A clock to start. `due` false: no clock of ours, the letter itself says when (a regulator). */
export interface Opening {
  readonly kind: 'request' | 'internal_review' | 'transfer' | 'regulator';
  readonly regime: Regime;
  readonly alsoRegimes: readonly Regime[];
}

export interface Filing {
  readonly opens: readonly Opening[];
  /** Requests that the mail joins; nothing of theirs moves until an officer confirms it. */
  readonly joins: readonly string[];
  /** How what it opens hangs together with what it joins. */
  readonly relation: string | null;
  /** Why a person must look; null: nothing is open about it. */
  readonly parked: string | null;
  readonly likelyRequestId: string | null;
  /** An alert goes to the duty address at once. */
  readonly alert: boolean;
}

/** Kinds that belong to a request that exists already (DESIGN, the table of kinds). */
const FOLLOWING: ReadonlySet<Kind> = new Set(['clarification', 'chaser', 'withdrawal', 'third_party']);
const FILED: ReadonlySet<Kind> = new Set(['automatic', 'bounce', 'spam']);
const QUEUED: Partial<Record<Kind, string>> = {
  complaint: 'a complaint: no clock of information law runs for it',
  general: 'no request was recognised in it',
  safeguarding: 'it may tell of danger to a person: read it now',
  regulator: 'a regulator or tribunal writes: its own deadline applies',
  transfer: 'the requester is named in the text: staff send the acknowledgement',
};

/** @param unsure the machine that seems to have sent it was known by wording only. */
export function filing(classification: Classification, thread: Thread | null, unsure: string | null): Filing {
  const opens = openings(classification);
  const joins = thread?.sure ? thread.requestIds : [];
  const kinds = new Set([classification.kind, ...classification.alsoKinds]);
  return {
    opens,
    joins,
    relation: opens.length > 0 && joins.length > 0 ? relationOf(classification) : null,
    parked: parkedBecause(classification, thread, opens.length > 0, unsure),
    likelyRequestId: thread && !thread.sure ? (thread.requestIds[0] ?? null) : null,
    alert: kinds.has('safeguarding'),
  };
}

function openings(found: Classification): Opening[] {
  const kinds = [found.kind, ...found.alsoKinds];
  const opened: Opening[] = [];
  if (kinds.includes('internal_review')) opened.push({ kind: 'internal_review', ...information(found) });
  if (kinds.includes('regulator')) opened.push({ kind: 'regulator', ...information(found) });
  if (kinds.includes('transfer')) return [...opened, ...clocks(found, 'transfer')];
  return found.opens === 'yes' ? [...opened, ...clocks(found, 'request')] : opened;
}

/** FOIA and EIR share one clock until an officer splits them; subject access is its own. */
function clocks(found: Classification, kind: 'request' | 'transfer'): Opening[] {
  const regimes = [...(found.regime ? [found.regime] : []), ...found.alsoRegimes];
  const personal = regimes.includes('sar') ? [{ kind, regime: 'sar' as const, alsoRegimes: [] }] : [];
  const onlyPersonal = personal.length > 0 && regimes.every((regime) => regime === 'sar');
  return onlyPersonal ? personal : [{ kind, ...information(found) }, ...personal];
}

function information(found: Classification): { regime: Regime; alsoRegimes: readonly Regime[] } {
  const regimes = [...(found.regime ? [found.regime] : []), ...found.alsoRegimes].filter((regime) => regime !== 'sar');
  return { regime: regimes[0] ?? 'foia', alsoRegimes: regimes.slice(1) };
}

function relationOf(found: Classification): string {
  if (found.kind === 'internal_review' || found.alsoKinds.includes('internal_review')) return 'review of';
  return found.kind === 'regulator' ? 'regulator case about' : 'follows';
}

function parkedBecause(
  found: Classification,
  thread: Thread | null,
  opens: boolean,
  unsure: string | null,
): string | null {
  if (found.kind === 'safeguarding' || found.alsoKinds.includes('safeguarding')) return QUEUED.safeguarding ?? null;
  if (thread && !thread.sure) return thread.because;
  if (found.opens === 'possible') return `a possible request: ${found.kindBecause}`;
  if (unsure !== null) return `it looks automatic by its wording only: ${unsure}`;
  if (FILED.has(found.kind)) return null;
  if (FOLLOWING.has(found.kind)) return thread || opens ? null : 'it follows a request that could not be found';
  if (found.kind === 'general' && thread) return null;
  if (found.kind === 'internal_review') return thread ? null : 'a review of a request that could not be found';
  return QUEUED[found.kind] ?? null;
}
