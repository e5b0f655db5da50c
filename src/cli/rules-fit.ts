// `clerk rules fit`: what the four words, the priors and the calibration should be worth by decisions that people made.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { casesOf, type Office } from '../classify/decided.ts';
import { CASES_NEEDED, type Case, crossValidated, fittable, fitWeights } from '../classify/fit.ts';
import { SECTORS } from '../classify/known.ts';
import { type Reliability, reliability } from '../classify/reliability.ts';
import { WEIGHTS } from '../classify/rule.ts';
import { LOCAL_WEIGHTS_FILE } from '../classify/rule-set.ts';
import { confidenceOf, FAMILIES, type Family, type Weights } from '../classify/score.ts';
import { receivedOnOf } from '../clock/working-days.ts';
import { PermanentError } from '../errors.ts';
import { type DecidedMail, decidedMails } from '../register/decided-mail.ts';
import { labelledMails } from './decided-mails.ts';
import { counted, officeOf, type RulesPlace, rulesOnDisk, withRegister } from './rules-place.ts';
import { choiceOf, UsageError } from './usage.ts';

export interface FitOptions {
  readonly json?: boolean;
  readonly write?: string | true;
  readonly labels?: string;
  readonly sector?: string;
}

/** Fits to the decisions in the register, or to labelled mail files, and tells how well it holds on mail it was not fitted to. */
export async function fitRules(place: RulesPlace, paths: readonly string[], options: FitOptions): Promise<void> {
  const { config } = place;
  const { labels, sector } = options;
  if ((labels === undefined) !== (paths.length === 0))
    throw new UsageError(
      'rules fit: mail files and --labels go together; without both, the decisions in the register count',
    );
  const own = officeOf(config);
  const office = sector === undefined ? own : { ...own, sector: choiceOf('--sector', sector, SECTORS) };
  if (labels !== undefined) return fitTo(place, office, labelledMails(paths, labels), options);
  return withRegister(config, ({ db }) => fitTo(place, office, decidedMails(db), options));
}

async function fitTo(
  place: RulesPlace,
  office: Office,
  mails: AsyncIterable<DecidedMail>,
  { json = false, write }: FitOptions,
): Promise<void> {
  const { io, config } = place;
  const rules = await rulesOnDisk(place);
  const cases: Case[] = [];
  for await (const { text, decided } of mails) cases.push(...casesOf(text, rules, office, decided));
  const judged = rules.weights;
  const families = fittable(cases);
  if (families.length === 0)
    throw new PermanentError(
      `${counted(cases.length, 'decided suggestion')}, and a family needs ${CASES_NEEDED} confirmed and ${CASES_NEEDED} rejected ones of more than one outcome: nothing was fitted, the weights stay as they are`,
    );
  const on = receivedOnOf(new Date(), config.authority.timeZone);
  const fitted = fitWeights(judged, cases, on);
  const unseen = crossValidated(judged, cases, on);
  const measures = families.map((family) => measured(family, { judged, cases, unseen }));
  if (json) io.out(JSON.stringify({ ...fitted.counts, weights: fitted.weights, families: measures }));
  else for (const line of asLines(judged, fitted, measures)) io.out(line);
  if (write === undefined) return;
  const file = write === true ? join(config.rulesDir, LOCAL_WEIGHTS_FILE) : write;
  await writeFile(file, await written(config.rulesDir, file, fitted));
  io.err(`written to ${file}`);
}

interface Measure {
  readonly family: Family;
  readonly cases: number;
  readonly before: Reliability;
  readonly after: Reliability;
}

/** The calibration of what a family shows: as it was, and cross-validated as it would be. */
function measured(
  family: Family,
  { judged, cases, unseen }: { judged: Weights; cases: readonly Case[]; unseen: readonly (readonly [Case, number])[] },
): Measure {
  const { threshold } = judged.families[family];
  const of = (list: readonly (readonly [Case, number])[]) =>
    reliability(
      list
        .filter(([each, confidence]) => each.family === family && confidence >= threshold)
        .map(([each, confidence]) => [confidence, each.right] as const),
    );
  const before = cases.map((each) => [each, confidenceOf(judged, each)] as const);
  const own = cases.filter((each) => each.family === family);
  return { family, cases: own.length, before: of(before), after: of(unseen) };
}

function asLines(judged: Weights, fitted: Weights, measures: readonly Measure[]): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return [
    `${fitted.counts.decisions} decided suggestions of ${fitted.counts.mails} mails`,
    ...WEIGHTS.map((word) => `  ${word.padEnd(9)} ${judged.weights[word]} → ${fitted.weights[word]}`),
    ...measures.flatMap(({ family, cases, before, after }) => [
      `${family}: ${cases} cases; confidence is off by ${percent(before.error)} now, and by ${percent(after.error)} after, on mail not fitted to`,
      ...after.bins.map(
        (bin) =>
          `  shown at ${percent(bin.least)} to ${percent(bin.most)}: ${bin.shown}, on average ${percent(bin.said)}, confirmed ${percent(bin.confirmed)}`,
      ),
    ]),
  ];
}

/** The weights file with the fitted numbers in it, its comments kept. */
async function written(rulesDir: string, file: string, fitted: Weights): Promise<string> {
  const shipped = await readFile(join(rulesDir, 'weights.yaml'), 'utf8');
  const document = parseDocument(await readFile(file, 'utf8').catch(() => shipped));
  document.setIn(['date'], fitted.date);
  document.setIn(['judged'], false);
  document.setIn(['counts', 'mails'], fitted.counts.mails);
  document.setIn(['counts', 'decisions'], fitted.counts.decisions);
  for (const word of WEIGHTS) document.setIn(['weights', word], fitted.weights[word]);
  for (const family of FAMILIES) {
    const { slope, intercept, priors = {} } = fitted.families[family];
    document.setIn(['families', family, 'slope'], slope);
    document.setIn(['families', family, 'intercept'], intercept);
    for (const [outcome, prior] of Object.entries(priors))
      document.setIn(['families', family, 'priors', outcome], prior);
  }
  return document.toString({ lineWidth: 0 });
}
