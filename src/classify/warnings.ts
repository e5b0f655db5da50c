// What is allowed in a rule set and probably not meant: shipped rules that are gone, and an id one letter away from a shipped one.
import { LevenshteinDistance } from 'natural/lib/natural/distance/levenshtein_distance.js';
import type { Problem } from '../problem.ts';
import type { SourcedRule } from './rule-file.ts';
import { isLocal } from './rule-set.ts';
import shipped from './shipped.json' with { type: 'json' };

/** Judgement: an upgrade drops a few rules; a fifth of them is a file that was deleted or emptied. */
const MAY_LOSE = 0.2;
/** Judgement: more of them are no slip of one file. */
const NAMED_FILES = 3;

/** How many rules each shipped file holds, retired ones too. */
export type Shipped = Readonly<Record<string, number>>;

/** @param written every well-formed rule of all files, those that are switched off or replaced too. */
export function warningsOf(written: readonly SourcedRule[], known: Shipped = shipped): Problem[] {
  return [...lostFiles(written, known), ...slipsOf(written), ...flagSlipsOf(written)];
}

/** The shipped files that lost most of what is lost, when that is a good part of all shipped rules. */
function lostFiles(written: readonly SourcedRule[], known: Shipped): Problem[] {
  const files = Object.entries(known).map(([file, count]) => {
    const left = written.filter((each) => each.file === file).length;
    return { file, count, left, lost: Math.max(0, count - left) };
  });
  const total = files.reduce((sum, { count }) => sum + count, 0);
  const lost = files.reduce((sum, each) => sum + each.lost, 0);
  if (lost <= MAY_LOSE * total) return [];
  const emptied = files.filter((each) => each.lost > MAY_LOSE * each.count);
  if (emptied.length > NAMED_FILES)
    return [warning('uk', `${lost} of the ${total} shipped rules are gone, from ${emptied.length} files`)];
  return emptied.map(({ file, count, left }) =>
    warning(file, `${left === 0 ? 'none' : `only ${left}`} of its ${count} shipped rules are left`),
  );
}

const warning = (file: string, message: string): Problem => ({
  file,
  line: 1,
  column: 1,
  message,
  cure: 'put the shipped file back (`rules back` does); to do without rules, name them under disable: in rules/local',
});

/** An id that was probably meant to be the shipped one that it nearly is: it then counts beside it, and replaces nothing. */
function slipsOf(written: readonly SourcedRule[]): Problem[] {
  const ids = written.filter((each) => !isLocal(each.file)).map((each) => each.rule.id);
  return written
    .filter((each) => isLocal(each.file) && !ids.includes(each.rule.id))
    .flatMap((each) => {
      const near = ids.find((id) => isOneLetterAway(id, each.rule.id));
      if (near === undefined) return [];
      const message = `the id “${each.rule.id}” is one letter away from the shipped “${near}”, and replaces nothing`;
      return [each.problem(['id'], message, `write “${near}” to replace that rule, or an id that differs more`)];
    });
}

/** Flags are free; one that is nearly a shipped flag was probably meant to be it. */
function flagSlipsOf(written: readonly SourcedRule[]): Problem[] {
  const flagOf = ({ rule }: SourcedRule): string | undefined => rule.suggests.flag;
  const flags = [...new Set(written.filter((each) => !isLocal(each.file)).flatMap((each) => flagOf(each) ?? []))];
  return written
    .filter((each) => isLocal(each.file))
    .flatMap((each) => {
      const flag = flagOf(each);
      const near =
        flag === undefined || flags.includes(flag) ? undefined : flags.find((one) => isOneLetterAway(one, flag));
      if (near === undefined) return [];
      const message = `the flag “${flag}” is one letter away from the shipped “${near}”`;
      return [each.problem(['suggests', 'flag'], message, `write “${near}”, or a name that differs more`)];
    });
}

const isOneLetterAway = (id: string, other: string): boolean =>
  Math.abs(id.length - other.length) <= 1 && LevenshteinDistance(id, other) === 1;
