// `clerk rules check`: everything that is wrong with the rule files and letters, and what is probably not meant.
import { compileLetters } from '../acknowledge/letter-templates.ts';
import { isTopicOf, type Sector, TOPIC_PREFIX } from '../classify/known.ts';
import { loadRules, readRuleFiles, unreadFiles } from '../classify/load.ts';
import { isLocal, type RuleSet } from '../classify/rule-set.ts';
import { cacheOf } from '../config.ts';
import { type Problem, problemLine } from '../problem.ts';
import { counted, type RulesPlace } from './rules-place.ts';

/** @returns whether nothing is wrong; warnings do no harm. */
export async function checkRules({ io, config }: RulesPlace, { json = false }: { json?: boolean }): Promise<boolean> {
  const files = await readRuleFiles(config.rulesDir);
  const compiled = await loadRules(files, cacheOf(config));
  const letters = compileLetters(files.files);
  const problems = [...(compiled.ok ? [] : compiled.problems), ...(letters.ok ? [] : letters.problems)];
  const elsewhere = compiled.ok ? otherSectors(compiled.set, config.authority.sector) : [];
  const warnings = [...compiled.warnings, ...elsewhere, ...(await unread(config.rulesDir))];
  const told = [
    ...problems.map((problem) => ({ severity: 'error', ...problem })),
    ...warnings.map((problem) => ({ severity: 'warning', ...problem })),
  ];
  for (const each of told)
    io.out(json ? JSON.stringify(each) : `${each.severity === 'warning' ? 'warning: ' : ''}${problemLine(each)}`);
  if (json) return problems.length === 0;
  if (compiled.ok && letters.ok)
    io.out(
      `${counted(compiled.rules.rules.length, 'rule')} in ${files.files.length} files, no problem${warned(warnings)}. Version ${files.version}`,
    );
  else io.err(`${counted(problems.length, 'problem')}; the rules in force stay as they are until all are cured`);
  return problems.length === 0;
}

const warned = (warnings: readonly Problem[]): string =>
  warnings.length === 0 ? '' : `, ${counted(warnings.length, 'warning')}`;

/** Rules of the authority's own about topics that an authority of its sector is never shown. */
function otherSectors({ rules }: RuleSet, sector: Sector): Problem[] {
  return rules.flatMap(({ rule: { suggests }, file, line }) => {
    const { topic } = suggests;
    if (topic === undefined || !isLocal(file) || isTopicOf(sector, topic)) return [];
    const message = `“${topic}” is never shown: authority.yaml says that this is the sector ${sector}`;
    return [{ file, line, column: 1, message, cure: `a topic that begins with ${TOPIC_PREFIX[sector]} or local.` }];
  });
}

async function unread(dir: string): Promise<Problem[]> {
  return (await unreadFiles(dir)).map((file) => ({
    file,
    line: 1,
    column: 1,
    message: 'this file is not read',
    cure: file.startsWith('local/') ? 'give it a name that ends in .yaml' : 'rules of your own go into rules/local',
  }));
}
