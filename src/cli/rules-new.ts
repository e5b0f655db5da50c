// `clerk rules new`: writes a rule of the authority's own with its examples, by flags or by asking, and shows what it does.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { compileRules } from '../classify/compile.ts';
import { readRuleFiles, versionOf } from '../classify/load.ts';
import type { Rule } from '../classify/rule.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import { PermanentError } from '../errors.ts';
import { problemLine } from '../problem.ts';
import { type Ask, answersFrom, type NewOptions } from './new-rule-answers.ts';
import { showImpact } from './rules-impact.ts';
import { hasRegister, type RulesPlace } from './rules-place.ts';
import { UsageError } from './usage.ts';

/** @param ask null where nobody is there to answer. @returns whether the rule was written; no file that is there is touched. */
export async function newRule(place: RulesPlace, options: NewOptions, ask: Ask | null): Promise<boolean> {
  const { io, config } = place;
  const rule = await answersFrom(options, ask);
  const path = pathOf(rule, options.file);
  const file = join(config.rulesDir, path);
  if (existsSync(file))
    throw new PermanentError(`rules/${path} is there already: add the rule to it by hand, or name another with --file`);
  const yaml = `# yaml-language-server: $schema=../schema.json\n${stringify({ rules: [rule] }, { lineWidth: 120 })}`;
  const problems = problemsOf(await readRuleFiles(config.rulesDir), path, yaml);
  if (problems.length > 0) {
    for (const line of [...yaml.split('\n'), ...problems]) io.err(line);
    io.err('nothing was written: run it again without these faults');
    return false;
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, yaml, { flag: 'wx' });
  io.out(`rules/${path} is written: ${rule.id}, ${rule.status}. All its examples do what they say.`);
  if (rule.status === 'draft') io.out('It counts once its line "status: draft" is "status: live".');
  if (hasRegister(config)) await showImpact(place, [], { drafts: rule.status === 'draft' });
  return true;
}

function pathOf({ id }: Rule, file = id.replace(/^local\./, '').replaceAll('.', '-')): string {
  const name = file.replace(/\.ya?ml$/, '');
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name))
    throw new UsageError(`--file ${file}: write a plain name, such as harbour; it lands in rules/local`);
  return `local/${name}.yaml`;
}

/** Those of the new file, as if it were live: what a draft may lack, a live rule may not. */
function problemsOf({ files: others }: RuleFiles, path: string, yaml: string): string[] {
  const files = [...others, { path, content: yaml.replace(/^( *status: )draft$/m, '$1live') }];
  const compiled = compileRules({ version: versionOf(files), files });
  return compiled.ok ? [] : compiled.problems.filter(({ file }) => file === path).map(problemLine);
}
