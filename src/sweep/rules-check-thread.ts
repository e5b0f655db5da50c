// What runs inside the thread that checks rule files: examples and patterns of hundreds of rules hold up nobody else there.
import { compileLetters } from '../acknowledge/letter-templates.ts';
import type { Known } from '../classify/compile.ts';
import { loadRules } from '../classify/load.ts';
import type { Rule } from '../classify/rule.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import { problemLine } from '../problem.ts';

export interface CheckTask {
  readonly files: RuleFiles;
  readonly cacheDir: string;
}
/** Lines for people; no problem: the set may be published. */
export interface Checked {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
}
/** `known`: nothing had to be checked, so that nothing is remembered that the next check would gain from. */
export type CheckedThere = Checked & { readonly known: boolean };

/** The thread lives from save to save: only what changed is parsed and proven again. */
const memo: Known = { files: new Map(), proven: new Set() };

export async function check({ files, cacheDir }: CheckTask): Promise<CheckedThere> {
  const rules = await loadRules(files, cacheDir, { known: memo });
  const letters = compileLetters(files.files);
  const problems = [...(rules.ok ? [] : rules.problems), ...(letters.ok ? [] : letters.problems)].map(problemLine);
  const warnings = rules.warnings.map(problemLine);
  const isRequestRule = ({ rule }: { rule: Rule }): boolean =>
    rule.status === 'live' && rule.suggests.kind === 'request';
  const known = memo.files.size === 0;
  if (!rules.ok || rules.set.rules.some(isRequestRule)) return { problems, warnings, known };
  const nothing = 'uk/kinds:1:1 no live rule says what a request is — put the shipped rules back';
  return { problems: [...problems, nothing], warnings, known };
}
