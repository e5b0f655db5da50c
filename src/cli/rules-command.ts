// `clerk rules …`: the officer's tools, one file a command.
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import type { CommandIo } from './command-io.ts';
import { type NewOptions, terminal } from './new-rule-answers.ts';
import type { FitOptions } from './rules-fit.ts';
import type { ImpactOptions } from './rules-impact.ts';
import type { RulesPlace } from './rules-place.ts';
import type { TryOptions } from './rules-try.ts';

interface Json {
  readonly json?: boolean;
}
const several = (value: string, before: readonly string[]): string[] => [...before, value];

/** Each command sets the exit code to 1 when what it was asked for is not so. */
export function registerRulesCommand(program: Command, io: CommandIo, config: () => Config = readConfig): void {
  const rules = program
    .command('rules')
    .description('check, try and change the rule files; rules/README.md teaches them');
  const place = (): RulesPlace => ({ io, config: config() });
  const told = async (fine: Promise<boolean>): Promise<void> => {
    if (!(await fine)) process.exitCode = 1;
  };
  rules
    .command('check')
    .description('everything that is wrong with rule files and letters, with its place and cure')
    .option('--json', 'one object a problem')
    .action(async (options: Json) => told((await import('./rules-check.ts')).checkRules(place(), options)));
  rules
    .command('test')
    .description('run the examples of every rule, drafts too')
    .option('--json', 'one object a failing example')
    .action(async (options: Json) => told((await import('./rules-test.ts')).testRules(place(), options)));
  rules
    .command('try')
    .argument('[mail]', 'an .eml file')
    .description('what the rules say of one mail, because of which words, and which rules nearly spoke')
    .option('--message <number>', 'a mail of the register instead, as `register list` numbers it')
    .option('--all', 'every rule that nearly spoke')
    .option('--json', 'print JSON')
    .action(async (mail: string | undefined, options: TryOptions) =>
      (await import('./rules-try.ts')).tryMail(place(), mail, options),
    );
  rules
    .command('learn')
    .description('learn second opinions from the decisions of staff now, as the bot does at night, and measure them')
    .option('--json', 'one object a label')
    .action(async (options: Json) => (await import('./rules-learn.ts')).learnRules(place(), options));
  registerFit(rules, place);
  registerImpact(rules, place);
  registerNew(rules, place, told);
  registerVersions(rules, place, told);
}

type Place = () => RulesPlace;
type Told = (fine: Promise<boolean>) => Promise<void>;

function registerFit(rules: Command, place: Place): void {
  rules
    .command('fit')
    .argument('[path...]', 'labelled mail files, folders of them or mbox files; none: the decisions in the register')
    .description('what the four weights, the priors and the calibration should be worth by decisions of staff')
    .option('--labels <file>', 'decisions on these mails, one JSON object a line')
    .option('--sector <sector>', 'whose topics: police, council, nhs or central; default: the authority’s own')
    .option('--write [file]', 'put it in force: rules/local/weights.yaml, or another file')
    .option('--json', 'print JSON')
    .addHelpText('after', LABELS_HELP)
    .action(async (paths: string[], options: FitOptions) =>
      (await import('./rules-fit.ts')).fitRules(place(), paths, options),
    );
}

/** The shape that labels.ts reads. */
const LABELS_HELP = `
A line of the labels file names a mail file and what staff decided; what it leaves out was not decided:
  {"file": "a.eml", "kind": "request", "regime": "foia", "topics": ["council.parking"], "exemptions": ["s.12(1)"]}
In an mbox the first mail of all.mbox is "all.mbox#1". alsoKinds and alsoRegimes are lists.`;

function registerImpact(rules: Command, place: Place): void {
  rules
    .command('impact')
    .argument('[path...]', 'mail files, folders of them or mbox files; none: every mail in the register')
    .description('what the files on disk change on past mail, against the set in force')
    .option('--labels <file>', 'decisions on these mails, one JSON object a line; without it those in the register')
    .option('--since <date>', 'only mail received on that day or later, as 2026-03-02')
    .option('--against <version>', 'another set of the register, as `rules history` names it')
    .option('--drafts', 'as if every draft were live')
    .option('--all', 'also what does not change, where decisions tell how right it is')
    .option('--json', 'one object an outcome')
    .addHelpText('after', LABELS_HELP)
    .action(async (paths: string[], options: ImpactOptions) =>
      (await import('./rules-impact.ts')).showImpact(place(), paths, options),
    );
}

function registerNew(rules: Command, place: Place, told: Told): void {
  rules
    .command('new')
    .description('write a rule of your own into rules/local; asks for what is not given')
    .option('--suggests <what>', 'topic=council.waste, exemption=s.12(1),regime=foia, kind=chaser, flag=my-flag …')
    .option('--title <text>', 'what the rule is about')
    .option('--because <text>', 'one sentence for staff')
    .option('--source <text>', 'provision, guidance or whose experience')
    .option('--weight <word>', 'weak, moderate, strong or decisive')
    .option('--words <phrase>', 'a phrase that makes it speak; again for another', several, [])
    .option('--not <phrase>', 'a phrase that keeps it silent; again for another', several, [])
    .option('--match <text>', 'an example that must match; twice or more', several, [])
    .option('--miss <text>', 'a near miss that must not match; twice or more', several, [])
    .option('--id <id>', 'default: local. and the title')
    .option('--file <name>', 'default: made of the id')
    .option('--live', 'let it count at once; without it the rule is a draft')
    .action(async (options: NewOptions) => {
      const { newRule } = await import('./rules-new.ts');
      const asking = terminal();
      try {
        await told(newRule(place(), options, asking?.ask ?? null));
      } finally {
        asking?.close();
      }
    });
}

function registerVersions(rules: Command, place: Place, told: Told): void {
  rules
    .command('history')
    .description('which sets of rules were in force when, and who brought them')
    .option('--all', 'from the first one on')
    .option('--json', 'one object a set')
    .action(async (options: Json & { all?: boolean }) =>
      (await import('./rules-history.ts')).showHistory(place(), options),
    );
  rules
    .command('diff')
    .argument('<version>', 'as `rules history` names it')
    .argument('[other]', 'another one; without it the files on disk')
    .description('which rules differ from an earlier set')
    .option('--json', 'print JSON')
    .action(async (from: string, to: string | undefined, options: Json) =>
      (await import('./rules-history.ts')).showDiff(place(), from, to, options),
    );
  rules
    .command('back')
    .argument('[version]', 'as `rules history` names it; without it the last good set')
    .description('put an earlier set of rule files back, and in force')
    .option('--note <text>', 'why, for the history')
    .action(async (version: string | undefined, options: { note?: string }) =>
      told((await import('./rules-back.ts')).goBack(place(), version, options)),
    );
}
