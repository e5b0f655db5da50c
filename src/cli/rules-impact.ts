// `clerk rules impact`: what the rule files on disk change on past mail, and how right they are where people decided.
import { stat } from 'node:fs/promises';
import { compileFrom, readRuleFiles, versionOf } from '../classify/load.ts';
import type { Rule } from '../classify/rule.ts';
import { isLocal, type RuleFiles, type RuleSet } from '../classify/rule-set.ts';
import { cacheOf } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { problemLine } from '../problem.ts';
import type { Register } from '../register/database.ts';
import { decidedOf, decisionsOn } from '../register/decision.ts';
import { publications } from '../register/rule-set.ts';
import { storedTexts } from '../register/stored-text.ts';
import { type ImpactMail, impactOf } from '../sweep/rules-impact.ts';
import { impactJson, impactLines } from './impact-lines.ts';
import { nameOf, readLabels } from './labels.ts';
import { oneSet } from './rules-history.ts';
import { hasRegister, nothingKnown, officeOf, type RulesPlace, shortVersion, withRegister } from './rules-place.ts';
import { textsOf } from './texts-of.ts';
import { UsageError } from './usage.ts';

export interface ImpactOptions {
  readonly json?: boolean;
  readonly labels?: string;
  readonly since?: string;
  readonly against?: string;
  readonly drafts?: boolean;
  readonly all?: boolean;
}

/** Over the mails of `paths`, else over everything in the register. */
export async function showImpact(place: RulesPlace, paths: readonly string[], options: ImpactOptions): Promise<void> {
  const { config } = place;
  if (options.since !== undefined && !/^\d{4}-\d\d-\d\d$/.test(options.since))
    throw new UsageError(`--since ${options.since}: write a date as 2026-03-02`);
  for (const path of paths) if (path !== '-') await stat(path).catch(() => notThere(path));
  if (hasRegister(config)) return withRegister(config, ({ db }) => compareAndTell(place, db, paths, options));
  if (options.against !== undefined) throw new UsageError('--against: there is no register here to take that set from');
  if (paths.length === 0)
    throw new UsageError('rules impact: there is no register here; name mail files or folders to try the rules on');
  return compareAndTell(place, null, paths, options);
}

const notThere = (path: string): never => {
  throw new PermanentError(`${path}: there is no such file or folder`);
};

async function compareAndTell(
  { io, config }: RulesPlace,
  db: Register | null,
  paths: readonly string[],
  { json = false, labels, since, against, drafts = false, all = false }: ImpactOptions,
): Promise<void> {
  const disk = await readRuleFiles(config.rulesDir);
  const { set: before, name } = await comparedWith(db, disk, against);
  const sets = await setsOf(disk, before, { drafts, cacheDir: cacheOf(config) });
  const decided = labels === undefined ? null : await readLabels(labels);
  const source = paths.length > 0 || db === null ? fileMails(paths, config, io.err) : registerMails(db, since);
  const mails = since === undefined ? source : received(source, since);
  const labelled = decided === null ? mails : withLabels(mails, decided);
  const impact = await impactOf(labelled, { ...sets, office: officeOf(config) });
  const compared = `rules on disk (${shortVersion(disk.version)}${drafts ? ', drafts as if live' : ''}) against ${name} (${shortVersion(before.version)})`;
  if (json)
    for (const row of impactJson(impact, { before: before.version, after: disk.version })) io.out(JSON.stringify(row));
  else for (const line of impactLines(impact, compared, all)) io.out(line);
}

/** Both sets as data, files that are in both read once: examples may still fail. @throws PermanentError with every problem. */
async function setsOf(
  disk: RuleFiles,
  before: RuleFiles,
  { drafts, cacheDir }: { drafts: boolean; cacheDir: string },
): Promise<{ before: RuleSet; after: RuleSet }> {
  const known = nothingKnown();
  const setOf = async (files: RuleFiles): Promise<RuleSet> => {
    const compiled = await compileFrom(files, cacheDir, { validated: true, known });
    if (compiled.ok) return compiled.set;
    throw new PermanentError(compiled.problems.map(problemLine).join('\n'));
  };
  const after = await setOf(disk);
  const live = { ...after, rules: after.rules.map((placed) => ({ ...placed, rule: madeLive(placed.rule) })) };
  return { before: await setOf(before), after: drafts ? live : after };
}

const madeLive = (rule: Rule): Rule => (rule.status === 'draft' ? { ...rule, status: 'live' } : rule);

/** What the files on disk are set against: with the bot running a saved file is in force at once, and the set before counts. */
async function comparedWith(db: Register | null, disk: RuleFiles, against: string | undefined) {
  if (db !== null && against !== undefined) return { set: await oneSet(db, against), name: 'the set asked for' };
  const [now, earlier] = db === null ? [] : await publications(db, 2);
  if (now === undefined) return { set: withoutLocal(disk), name: 'the shipped rules alone' };
  if (now.version !== disk.version) return { set: now, name: 'the set in force' };
  if (earlier === undefined) return { set: withoutLocal(disk), name: 'the shipped rules alone' };
  return { set: earlier, name: 'the set before: those on disk are in force' };
}

function withoutLocal({ files }: RuleFiles): RuleFiles {
  const shipped = files.filter(({ path }) => !isLocal(path));
  return { version: versionOf(shipped), files: shipped };
}

async function* fileMails(
  paths: readonly string[],
  config: RulesPlace['config'],
  err: (line: string) => void,
): AsyncGenerator<ImpactMail> {
  for await (const mail of textsOf(paths, config)) {
    if ('text' in mail) yield { name: mail.file, text: mail.text, decided: null };
    else err(`${mail.file}: left out, ${mail.because}`);
  }
}

async function* registerMails(db: Register, since: string | undefined): AsyncGenerator<ImpactMail> {
  for await (const page of storedTexts(db, since === undefined ? {} : { since })) {
    if (page.length === 0) continue;
    const ids = page.map(({ id }) => id);
    const decisions = Map.groupBy(await decisionsOn(db, ids), (row) => row.message_id);
    for (const { id, name, text } of page) {
      const rows = decisions.get(id);
      yield { name, text, decided: rows === undefined ? null : decidedOf(name, rows) };
    }
  }
}

async function* received(mails: AsyncIterable<ImpactMail>, since: string): AsyncGenerator<ImpactMail> {
  for await (const mail of mails) if (mail.text.receivedOn >= since) yield mail;
}

/** Labels are found by the name of the file, or by the reference. */
async function* withLabels(
  mails: AsyncIterable<ImpactMail>,
  labels: Awaited<ReturnType<typeof readLabels>>,
): AsyncGenerator<ImpactMail> {
  for await (const mail of mails)
    yield { ...mail, decided: labels.get(mail.name) ?? labels.get(nameOf(mail.name)) ?? mail.decided };
}
