// `rules fit`: what the four words, the priors and the calibration should be worth by decisions that people made.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import type { CompiledRules } from '../classify/compiled.ts';
import { casesOf, type Office } from '../classify/decided.ts';
import { CASES_NEEDED, type Case, crossValidated, fittable, fitWeights } from '../classify/fit.ts';
import { reliability } from '../classify/reliability.ts';
import { WEIGHTS } from '../classify/rule.ts';
import { LOCAL_WEIGHTS_FILE } from '../classify/rule-set.ts';
import { confidenceOf, FAMILIES, type Family, type Weights } from '../classify/score.ts';
import { PermanentError } from '../errors.ts';
import type { DecidedMail } from './decided-mails.ts';

export interface FitDeps {
  readonly out: (line: string) => void;
  readonly rulesDir: string;
  readonly rules: CompiledRules;
  readonly office: Office;
  readonly mails: AsyncIterable<DecidedMail>;
  readonly on: string;
}
interface FitOptions {
  readonly json?: boolean;
  readonly write?: boolean;
}

/** Fits, tells what would change and how well it holds on mail it was not fitted to, and with `write` puts it in force. */
export async function fitRules(deps: FitDeps, { json = false, write = false }: FitOptions): Promise<void> {
  const cases: Case[] = [];
  for await (const { text, decided } of deps.mails) cases.push(...casesOf(text, deps.rules, deps.office, decided));
  const judged = deps.rules.weights;
  if (fittable(cases).length === 0)
    throw new PermanentError(
      `${cases.length} decided suggestions, and a family needs ${CASES_NEEDED}: nothing was fitted, the weights stay as they are`,
    );
  const fitted = fitWeights(judged, cases, deps.on);
  const unseen = crossValidated(judged, cases, deps.on);
  const families = fittable(cases).map((family) => measured(family, { judged, cases, unseen }));
  if (json) deps.out(JSON.stringify({ mails: fitted.counts.mails, weights: fitted.weights, families }));
  else for (const line of asLines(judged, fitted, families)) deps.out(line);
  if (!write) return;
  await writeFile(join(deps.rulesDir, LOCAL_WEIGHTS_FILE), await written(deps.rulesDir, fitted));
  if (!json) deps.out(`written to ${LOCAL_WEIGHTS_FILE}; delete that file to go back to the shipped weights`);
}

/** The calibration of one family: as it was, and cross-validated as it would be. */
function measured(
  family: Family,
  { judged, cases, unseen }: { judged: Weights; cases: readonly Case[]; unseen: readonly (readonly [Case, number])[] },
) {
  const { threshold } = judged.families[family];
  const of = (list: readonly (readonly [Case, number])[]) =>
    reliability(
      list
        .filter(([each, confidence]) => each.family === family && confidence >= threshold)
        .map(([each, confidence]) => [confidence, each.right] as const),
    );
  const before = cases.map((each) => [each, confidenceOf(judged, each)] as const);
  return {
    family,
    cases: cases.filter((each) => each.family === family).length,
    before: of(before),
    after: of(unseen),
  };
}

function asLines(judged: Weights, fitted: Weights, families: readonly ReturnType<typeof measured>[]): string[] {
  const percent = (value: number): string => `${Math.round(value * 100)} %`;
  return [
    `${fitted.counts.decisions} decided suggestions of ${fitted.counts.mails} mails`,
    ...WEIGHTS.map((word) => `  ${word.padEnd(9)} ${judged.weights[word]} → ${fitted.weights[word]}`),
    ...families.flatMap(({ family, cases, before, after }) => [
      `${family}: ${cases} cases; error of the confidence ${percent(before.error)} → ${percent(after.error)} on mail not fitted to`,
      ...after.bins.map(
        (bin) =>
          `  shown at ${percent(bin.least)} to ${percent(bin.most)}: ${bin.shown}, said ${percent(bin.said)}, confirmed ${percent(bin.confirmed)}`,
      ),
    ]),
  ];
}

/** The weights file in force with the fitted numbers in it, its comments kept. */
async function written(rulesDir: string, fitted: Weights): Promise<string> {
  const shipped = await readFile(join(rulesDir, 'weights.yaml'), 'utf8');
  const own = await readFile(join(rulesDir, LOCAL_WEIGHTS_FILE), 'utf8').catch(() => shipped);
  const document = parseDocument(own);
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
