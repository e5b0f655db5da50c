// Adds up what an edit of the rules changes on many mails: who gains or loses what, and how right it is where people decided.
import { type Decided, sectionOf } from './decided.ts';
import type { Said, SaidFamily } from './said.ts';

/** One mail under both sets of rules. `decided` is null where nobody decided. */
export interface Compared {
  /** Reference or file. */
  readonly name: string;
  readonly subject: string;
  readonly decided: Decided | null;
  readonly before: readonly Said[];
  readonly after: readonly Said[];
}

/** A mail that gained or lost an outcome: by which rules, because of which words. */
export interface ImpactExample {
  readonly name: string;
  readonly subject: string;
  readonly confidence: number | null;
  readonly rules: readonly string[];
  readonly words: readonly string[];
}
/** Of decided mails: right = said and decided; wrong = said, not decided; missed = decided, not said. */
export interface Score {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}
export interface OutcomeImpact {
  readonly family: SaidFamily;
  readonly outcome: string;
  readonly gained: number;
  readonly lost: number;
  readonly likelier: number;
  readonly lessLikely: number;
  readonly gains: readonly ImpactExample[];
  readonly losses: readonly ImpactExample[];
  readonly before: Score;
  readonly after: Score;
}

/** Judgement: three show what the words are like; all of them are in the register. */
const EXAMPLES = 3;
/** Smaller differences come from rounding. */
const LEAST_DIFFERENCE = 0.005;

interface Row {
  family: SaidFamily;
  outcome: string;
  gained: number;
  lost: number;
  likelier: number;
  lessLikely: number;
  gains: ImpactExample[];
  losses: ImpactExample[];
  before: { right: number; wrong: number; missed: number };
  after: { right: number; wrong: number; missed: number };
}

export interface Tally {
  add(mail: Compared): void;
  /** Every outcome that something was said, or decided, about; those that changed most first. */
  outcomes(): OutcomeImpact[];
  /** Mails that changed in any way. */
  readonly changed: number;
}

export function tally(): Tally {
  const rows = new Map<string, Row>();
  let changed = 0;
  const rowOf = (family: SaidFamily, outcome: string): Row => {
    const key = `${family} ${outcome}`;
    const row = rows.get(key) ?? emptyRow(family, outcome);
    rows.set(key, row);
    return row;
  };
  return {
    add(mail) {
      if (compare(mail, rowOf)) changed += 1;
      if (mail.decided !== null) {
        score(mail.before, mail.decided, (family, outcome) => rowOf(family, outcome).before);
        score(mail.after, mail.decided, (family, outcome) => rowOf(family, outcome).after);
      }
    },
    outcomes: () => [...rows.values()].sort((a, b) => moved(b) - moved(a) || (keyOf(a) < keyOf(b) ? -1 : 1)),
    get changed() {
      return changed;
    },
  };
}

const keyOf = ({ family, outcome }: Pick<Row, 'family' | 'outcome'>): string => `${family} ${outcome}`;
const moved = (row: Pick<Row, 'gained' | 'lost' | 'likelier' | 'lessLikely'>): number =>
  1000 * (row.gained + row.lost) + row.likelier + row.lessLikely;
/** Whether anything about an outcome changed. */
export const hasMoved = (row: OutcomeImpact): boolean => moved(row) > 0;

const emptyRow = (family: SaidFamily, outcome: string): Row => ({
  family,
  outcome,
  gained: 0,
  lost: 0,
  likelier: 0,
  lessLikely: 0,
  gains: [],
  losses: [],
  before: { right: 0, wrong: 0, missed: 0 },
  after: { right: 0, wrong: 0, missed: 0 },
});

type RowOf = (family: SaidFamily, outcome: string) => Row;

/** @returns whether the mail changed. */
function compare(mail: Compared, rowOf: RowOf): boolean {
  const [old, now] = [mail.before, mail.after].map((list) => new Map(list.map((said) => [keyOf(said), said])));
  let changed = false;
  for (const said of mail.after) {
    const earlier = old?.get(keyOf(said));
    if (earlier === undefined) note(rowOf(said.family, said.outcome), 'gain', said, mail);
    else if (!reweigh(rowOf, earlier, said)) continue;
    changed = true;
  }
  for (const said of mail.before) {
    if (now?.has(keyOf(said))) continue;
    note(rowOf(said.family, said.outcome), 'loss', said, mail);
    changed = true;
  }
  return changed;
}

function note(row: Row, what: 'gain' | 'loss', { confidence, rules, quotes }: Said, { name, subject }: Compared): void {
  if (what === 'gain') row.gained += 1;
  else row.lost += 1;
  const examples = what === 'gain' ? row.gains : row.losses;
  if (examples.length < EXAMPLES) examples.push({ name, subject, confidence, rules, words: quotes });
}

function reweigh(rowOf: RowOf, earlier: Said, now: Said): boolean {
  const by = (now.confidence ?? 0) - (earlier.confidence ?? 0);
  if (Math.abs(by) < LEAST_DIFFERENCE) return false;
  const row = rowOf(now.family, now.outcome);
  if (by > 0) row.likelier += 1;
  else row.lessLikely += 1;
  return true;
}

/** Counts what was said right, wrongly, and not at all. Sections of an Act agree as officers agree: s.40(2) and s.40(5B). */
function score(
  said: readonly Said[],
  decided: Decided,
  scoreOf: (family: SaidFamily, outcome: string) => Row['before'],
) {
  const truths: readonly (readonly [SaidFamily, readonly string[] | undefined])[] = [
    ['kind', decided.kinds],
    ['regime', decided.regimes],
    ['topic', decided.topics],
    ['exemption', decided.exemptions],
  ];
  for (const [family, ids] of truths) {
    if (ids === undefined) continue;
    const live = said.filter((each) => each.family === family && !each.outcome.endsWith('(draft)'));
    for (const { outcome } of live)
      scoreOf(family, outcome)[ids.some((id) => agree(id, outcome)) ? 'right' : 'wrong'] += 1;
    for (const id of ids)
      if (!live.some(({ outcome }) => agree(id, outcome))) scoreOf(family, missedName(id, decided)).missed += 1;
  }
}

const provision = (outcome: string): string => outcome.split(' ').at(-1) ?? outcome;
const agree = (id: string, outcome: string): boolean => sectionOf(provision(id)) === sectionOf(provision(outcome));

/** A decided exemption names no Act; its regime does. */
function missedName(id: string, { exemptions, regimes }: Decided): string {
  if (!exemptions?.includes(id) || id.includes(' ')) return id;
  const environmental = id.startsWith('reg.');
  const law = regimes?.find((regime) => regime.startsWith('ei') === environmental);
  return `${law ?? (environmental ? 'eir' : 'foia')} ${id}`;
}

/** Right, wrong and missed of several outcomes together. */
export const together = (scores: readonly Score[]): Score =>
  scores.reduce(
    (sum, each) => ({
      right: sum.right + each.right,
      wrong: sum.wrong + each.wrong,
      missed: sum.missed + each.missed,
    }),
    { right: 0, wrong: 0, missed: 0 },
  );

/** Of what was said, the share that staff decided too; null when nothing was said. */
export const precision = ({ right, wrong }: Score): number | null =>
  right + wrong === 0 ? null : right / (right + wrong);
/** Of what staff decided, the share that was said; null when nothing was decided. */
export const recall = ({ right, missed }: Score): number | null =>
  right + missed === 0 ? null : right / (right + missed);
