// `clerk rules learn`: learns from the decisions of staff now, as the clock worker does at night, and tells what it is worth.
import { POSITIVES_NEEDED } from '../learn/label.ts';
import type { Learned } from '../learn/learn.ts';
import { type LearnReport, learnNow } from '../sweep/learn.ts';
import { table } from '../table.ts';
import { counted, type RulesPlace, withRegister } from './rules-place.ts';

/** Learns from the decisions in the register. @throws PermanentError before the first rule set was published. */
export async function learnRules({ io, config }: RulesPlace, { json }: { readonly json?: boolean }): Promise<void> {
  const report = await withRegister(config, ({ db }) =>
    learnNow({ db, authority: config.authority, now: () => new Date() }),
  );
  if (json) for (const learned of report.learned) io.out(JSON.stringify(without(learned)));
  else for (const line of reportLines(report)) io.out(line);
}

/** The words of a model are many: the ten that speak most for the label. */
const without = ({ model: { stems }, ...learned }: Learned) => ({
  ...learned,
  words: stems.slice(0, 10).map(([stem]) => stem),
});

function reportLines({ mails, learned }: LearnReport): string[] {
  const head = `${counted(mails, 'decided mail')}, ${counted(learned.length, 'label')} with at least ${POSITIVES_NEEDED} decisions for and ${POSITIVES_NEEDED} against`;
  if (learned.length === 0) return [`${head}: nothing was learned`];
  const two = (value: number): string => value.toFixed(2);
  return [
    head,
    table(
      ['Label', 'For, against', 'Rules', 'Second', 'Both', 'Gain', 'Helps'],
      learned.map(({ family, what, positives, negatives, evaluation: { rules, second, both, difference }, helps }) => [
        `${family} ${what}`,
        `${positives}, ${negatives}`,
        two(rules.averagePrecision),
        two(second.averagePrecision),
        two(both.averagePrecision),
        `${two(difference.of)} (${two(difference.least)} to ${two(difference.most)})`,
        helps ? 'yes' : 'no',
      ]),
      [0, 0, 6, 7, 6, 0, 6],
    ),
    'Average precision on mails not learned from, 1 is best. Gain: both over the rules alone, with its 99 % interval. Only what helps changes an order.',
  ];
}
