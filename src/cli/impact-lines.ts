// What `rules impact` prints: who gains and loses what, how right it is where people decided, and a few mails of each.
import {
  hasMoved,
  type ImpactExample,
  type OutcomeImpact,
  precision,
  recall,
  type Score,
  together,
} from '../classify/impact.ts';
import type { Impact } from '../sweep/rules-impact.ts';
import { printable, table } from '../table.ts';
import { counted, percent } from './rules-place.ts';

const named = ({ family, outcome }: Pick<OutcomeImpact, 'family' | 'outcome'>): string => `${family} ${outcome}`;

/** @param all also the outcomes that nothing changed about, where people decided. */
export function impactLines({ mails, decided, tally }: Impact, compared: string, all: boolean): string[] {
  const outcomes = tally.outcomes();
  const moved = outcomes.filter(hasMoved);
  const counts = [
    `${counted(mails, 'mail')}, ${decided === 0 ? 'no decisions' : `${counted(decided, 'with decisions', 'with decisions')}`}: ${compared}`,
    moved.length === 0 ? 'Nothing changes.' : `${counted(tally.changed, 'mail changes', 'mails change')}.`,
  ];
  const shown = all ? outcomes : moved;
  const tables = [
    ...(shown.length === 0 ? [] : ['', outcomeTable(shown, decided > 0)]),
    ...(decided === 0 ? [] : ['', `Set beside the decisions on ${counted(decided, 'mail')}:`, familyTable(outcomes)]),
  ];
  return [...counts, ...tables, ...moved.flatMap(exampleLines)];
}

function outcomeTable(rows: readonly OutcomeImpact[], withScores: boolean): string {
  const head = ['Outcome', 'Gained', 'Lost', 'Likelier', 'Less likely'];
  const cells = rows.map((row) => [
    named(row),
    ...[row.gained, row.lost, row.likelier, row.lessLikely].map((count) => (count === 0 ? '–' : String(count))),
    ...(withScores ? [fromTo(row, precision), fromTo(row, recall)] : []),
  ]);
  const widths = [0, 6, 6, 8, 11, ...(withScores ? [14, 14] : [])];
  return table([...head, ...(withScores ? ['Precision', 'Recall'] : [])], cells, widths);
}

function familyTable(outcomes: readonly OutcomeImpact[]): string {
  const families = Map.groupBy(outcomes, ({ family }) => family);
  const rows = [...families].flatMap(([family, list]) => {
    const both = {
      before: together(list.map(({ before }) => before)),
      after: together(list.map(({ after }) => after)),
    };
    const total = both.after.right + both.after.wrong + both.after.missed;
    return total === 0 ? [] : [[family, fromTo(both, precision), fromTo(both, recall)]];
  });
  return table(['Family', 'Precision', 'Recall'], rows, [12, 14, 14]);
}

/** `71 → 78 %`, or `78 %` where nothing changed. */
function fromTo({ before, after }: { before: Score; after: Score }, of: (score: Score) => number | null): string {
  const [old, now] = [of(before), of(after)].map((share) => (share === null ? '–' : `${Math.round(share * 100)} %`));
  return old === now ? `${now}` : `${old} → ${now}`;
}

const exampleLines = (row: OutcomeImpact): string[] => [
  ...examples(`${row.gained} gain ${named(row)}`, row.gained, row.gains),
  ...examples(`${row.lost} lose ${named(row)}`, row.lost, row.losses),
];

function examples(title: string, count: number, list: readonly ImpactExample[]): string[] {
  if (list.length === 0) return [];
  return [
    '',
    `${title}${count > list.length ? `, such as` : ''}:`,
    ...list.flatMap(({ name, subject, confidence, rules, words }) => [
      printable(`  ${name}  ${subject}${confidence === null ? '' : `  (${percent(confidence)})`}`),
      ...(rules.length === 0
        ? []
        : [printable(`      ${words.map((word) => `“${word}”`).join(', ')} by ${rules.join(', ')}`)]),
    ]),
  ];
}

/** One object a line: first the whole, then each outcome that changed or was decided about. */
export function impactJson({ mails, decided, tally }: Impact, versions: { before: string; after: string }): object[] {
  const scores = (score: Score) => ({ ...score, precision: precision(score), recall: recall(score) });
  return [
    { row: 'summary', mails, decided, changed: tally.changed, ...versions },
    ...tally.outcomes().map((each) => ({
      row: 'outcome',
      ...each,
      before: scores(each.before),
      after: scores(each.after),
    })),
  ];
}
