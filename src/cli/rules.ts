// clerk rules check | test | try MAIL: what an officer needs while writing rules.
import type { Command } from 'commander';
import { compileLetters } from '../acknowledge/letter-templates.ts';
import type { Authority } from '../authority.ts';
import { type Classification, classify, unreferenced } from '../classify/classify.ts';
import { compileRules } from '../classify/compile.ts';
import type { CompiledRules } from '../classify/compiled.ts';
import { failedExamples } from '../classify/example.ts';
import { explain, outcomeName } from '../classify/explain.ts';
import { readRuleFiles } from '../classify/load.ts';
import type { Text } from '../classify/text.ts';
import { problemLine } from '../problem.ts';

/** What the command line gives to these commands. `readText` parses one mail file as `clerk classify` does. */
export interface RulesDeps {
  readonly out: (line: string) => void;
  readonly err: (line: string) => void;
  readonly rulesDir: string;
  readonly authority: () => Authority;
  readonly readText: (file: string) => Promise<Text>;
}
interface Options {
  readonly json?: boolean;
}

/** Adds `rules check`, `rules test` and `rules try MAIL`; each sets the exit code to 1 when something is wrong. */
export function registerRules(program: Command, deps: RulesDeps): void {
  const rules = program.command('rules').description('check, test and try the rule files');
  const run = (work: (options: Options) => Promise<boolean>) => async (options: Options) => {
    if (!(await work(options))) process.exitCode = 1;
  };
  rules
    .command('check')
    .description('every problem of the rule files and letters, with its place and cure')
    .option('--json', 'one object per problem')
    .action(run((options) => check(deps, options)));
  rules
    .command('test')
    .description('run the examples of every rule, drafts too')
    .option('--json', 'one object per failing example')
    .action(run((options) => test(deps, options)));
  rules
    .command('try')
    .argument('<mail>', 'an .eml file')
    .description('what the rules say of one mail, because of which words, and which rules nearly spoke')
    .option('--json', 'print JSON')
    .action((mail: string, options: Options) => run(() => tryMail(deps, mail, options))(options));
}

async function check({ out, err, rulesDir }: RulesDeps, { json }: Options): Promise<boolean> {
  const files = await readRuleFiles(rulesDir);
  const compiled = compileRules(files);
  const letters = compileLetters(files.files);
  const problems = [...(compiled.ok ? [] : compiled.problems), ...(letters.ok ? [] : letters.problems)];
  for (const problem of problems) out(json ? JSON.stringify(problem) : problemLine(problem));
  if (json) return problems.length === 0;
  if (compiled.ok && letters.ok)
    out(`${compiled.rules.rules.length} rules in ${files.files.length} files, no problem. Version ${files.version}`);
  else err(`${problems.length} problems; the rules in force stay as they are until they are cured`);
  return problems.length === 0;
}

/** Compiles without the proofs, so that a rule under work can be tried; prints what stops even that. */
async function compiledFor({ rulesDir, err }: RulesDeps): Promise<CompiledRules | null> {
  const compiled = compileRules(await readRuleFiles(rulesDir), { validated: true });
  if (compiled.ok) return compiled.rules;
  for (const problem of compiled.problems) err(problemLine(problem));
  return null;
}

async function test(deps: RulesDeps, { json }: Options): Promise<boolean> {
  const rules = await compiledFor(deps);
  if (rules === null) return false;
  let examples = 0;
  let failures = 0;
  for (const rule of rules.rules) {
    const { match = [], miss = [] } = rule.rule.examples ?? {};
    examples += match.length + miss.length;
    for (const { list, index, because } of failedExamples(rule, rules)) {
      if (!rule.draft) failures += 1;
      const draft = rule.draft ? ' (draft)' : '';
      const id = rule.rule.id;
      const said = `${rule.file}:${rule.line} ${id}${draft}: ${list} example ${index + 1} fails: ${because}`;
      deps.out(
        json
          ? JSON.stringify({ rule: id, file: rule.file, line: rule.line, draft: rule.draft, list, index, because })
          : said,
      );
    }
  }
  if (!json) deps.out(`${rules.rules.length} rules, ${examples} examples, ${failures} of live rules fail`);
  return failures === 0;
}

async function tryMail(deps: RulesDeps, file: string, { json }: Options): Promise<boolean> {
  const rules = await compiledFor(deps);
  if (rules === null) return false;
  const text = await deps.readText(file);
  const { sector, division, reference } = deps.authority();
  const result = classify(text, rules, sector, division === 'scotland', reference.format);
  const read = unreferenced(text, reference.format);
  const lines = json ? [JSON.stringify(asJson(read, rules, result))] : asText(read, rules, result);
  for (const line of lines) deps.out(line);
  return true;
}

function asJson(text: Text, rules: CompiledRules, result: Classification) {
  const { said, against, nearly } = explain(text, rules, result);
  return {
    classification: result,
    said: said.map(({ speaking: _speaking, against: _against, places: _places, ...each }) => each),
    against: against.map((rule) => rule.rule.id),
    nearly: nearly.map(({ rule, lacks }) => ({ rule: rule.rule.id, suggests: outcomeName(rule), lacks })),
  };
}

/** Never 100 %: nothing is certain. */
const percent = (probability: number): string => `${Math.min(99, Math.round(probability * 100))} %`;

function asText(text: Text, rules: CompiledRules, result: Classification): string[] {
  const { said, against, nearly } = explain(text, rules, result);
  const placeOf = new Map(rules.rules.map((rule) => [rule.rule.id, `${rule.file}:${rule.line}`]));
  const also = result.alsoKinds.length > 0 ? `, also ${result.alsoKinds.join(', ')}` : '';
  const opens = { yes: 'opens a request', possible: 'a possible request: a person decides', no: 'opens no request' };
  const lines = [
    `${result.kind}${also}: ${opens[result.opens]}`,
    `  because: ${result.kindBecause}`,
    `  regime: ${[result.regime ?? 'none', ...result.alsoRegimes].join(', ')}; ${result.parts.length} questions`,
    '',
    'What the rules said:',
  ];
  for (const each of said) {
    const hidden = each.hidden === null ? '' : ` (not shown to staff: ${each.hidden})`;
    lines.push(
      `  ${each.family} ${each.regime === null ? '' : `${each.regime} `}${each.id}: ${percent(each.confidence)}${hidden}`,
    );
    for (const id of each.rules) {
      const minus = against.some((rule) => rule.rule.id === id) ? ', against' : '';
      lines.push(`    ${id} (${placeOf.get(id) ?? ''}${minus})`);
      for (const { rule, field, start, end, quote } of each.evidence)
        if (rule === id) lines.push(`      ${field} ${start}–${end}: “${quote.replace(/\s+/g, ' ')}”`);
    }
  }
  if (said.length === 0) lines.push('  nothing');
  lines.push('', 'Rules that nearly spoke:');
  for (const { rule, lacks } of nearly) lines.push(`  ${rule.rule.id} (${outcomeName(rule)}) lacks ${lacks}`);
  if (nearly.length === 0) lines.push('  none');
  return lines;
}
