// What the rule packs make of real requests for development, kept beside the repository: scored by the tool that lies there too.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const SHARED = join(import.meta.dirname, '../../../shared');
const NODE = join(import.meta.dirname, '../../node_modules/.bin/node');
const CLERK = join(import.meta.dirname, '../../src/cli.ts');
const LARGE = 256 * 1024 * 1024;

const run = (args: readonly string[]): string => execFileSync(NODE, args, { encoding: 'utf8', maxBuffer: LARGE });

/** Classifies the mails of a JSON Lines file of requests, as a platform would deliver them, and scores them against its labels. */
function scored(
  dir: string,
  labels: string,
): { score: Record<string, unknown>; predictions: Prediction[]; mails: string } {
  const mails = join(dir, basename(labels, '.jsonl'));
  run([join(SHARED, 'tools/make-mail.mjs'), labels, mails]);
  const printed = run([CLERK, 'classify', '--sector', 'council', '--json', mails]);
  const file = `${mails}.predictions.jsonl`;
  writeFileSync(file, printed);
  const score = JSON.parse(run([join(SHARED, 'tools/score.mjs'), file, labels, '--json']));
  return { score, predictions: lines(printed), mails };
}

interface Prediction {
  readonly file: string;
  readonly kind: string;
  readonly kindBecause: string;
}
const lines = <Row>(text: string): Row[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Prints one JSON object: scores of requests and follow-ups, each follow-up missed with the reason given, and the calibration. */
export function evaluateRules(): void {
  const requests = join(SHARED, 'data/requests-dev.jsonl');
  const followUps = join(SHARED, 'data/followups-dev.jsonl');
  if (![requests, followUps].every((file) => existsSync(file))) {
    process.stdout.write(`${requests} is not here: the rules are not measured on it.\n`);
    return;
  }
  const dir = mkdtempSync(join(tmpdir(), 'foi-clerk-evaluate-'));
  try {
    const first = scored(dir, requests);
    const second = scored(dir, followUps);
    const kinds = new Map(
      lines<{ id: string; kind: string }>(readFileSync(followUps, 'utf8')).map(({ id, kind }) => [id, kind]),
    );
    const missed = second.predictions.flatMap(({ file, kind, kindBecause }) => {
      const wanted = kinds.get(basename(file, '.eml'));
      return wanted === kind ? [] : [{ id: basename(file, '.eml'), wanted, said: kind, because: kindBecause }];
    });
    const fit = ['rules', 'fit', first.mails, '--labels', requests, '--sector', 'council', '--json'];
    const report = {
      requests: first.score,
      followUps: second.score,
      missedFollowUps: missed,
      crossValidated: JSON.parse(run([CLERK, ...fit])),
    };
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
  } finally {
    rmSync(dir, { recursive: true });
  }
}
