// `clerk rules back`: puts an earlier set of rule files in the place of those on disk, and in force.
import { userInfo } from 'node:os';
import { changesBetween } from '../classify/changes.ts';
import { readRuleFiles } from '../classify/load.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import { cacheOf } from '../config.ts';
import { PermanentError } from '../errors.ts';
import type { Register } from '../register/database.ts';
import { tryLock } from '../register/lock.ts';
import { CLOCK_LOCK } from '../register/only-one.ts';
import { askFor, outcomeOf } from '../register/rule-edit.ts';
import { publications } from '../register/rule-set.ts';
import type { Services } from '../services.ts';
import { ruleChecker } from '../sweep/rule-checker.ts';
import { makeEdits } from '../sweep/rules-publish.ts';
import { changeLines, oneSet } from './rules-history.ts';
import { type RulesPlace, shortVersion, withRegister } from './rules-place.ts';

/** The master looks for changes twice a second, and checks them within seconds. */
const ANSWER_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 200;

/** @param version of `rules history`; undefined: the last good set. @returns whether it is in force. */
export async function goBack(
  { io, config }: RulesPlace,
  version: string | undefined,
  { note }: { note?: string },
): Promise<boolean> {
  return withRegister(config, async (shared) => {
    const { db } = shared;
    const disk = await readRuleFiles(config.rulesDir);
    const set = version === undefined ? await lastGood(db, disk) : await oneSet(db, version);
    for (const line of changeLines(changesBetween(disk.files, set.files))) io.out(line);
    const id = await askFor(db, { backTo: set.version }, { by: userInfo().username, note: note ?? noteOf(set) });
    const problems = (await byOurselves(shared, id)) ?? (await byTheMaster(db, id));
    if (problems === null) {
      io.err('the clock worker has not answered yet: it makes the change as soon as it runs again');
      return false;
    }
    for (const problem of problems) io.err(problem);
    if (problems.length === 0) {
      io.out(`${shortVersion(set.version)} is on disk and in force`);
      io.out(`what lay there before is kept as ${shortVersion(disk.version)}`);
    }
    return problems.length === 0;
  });
}

const noteOf = ({ version }: RuleFiles): string => `back to ${shortVersion(version)}`;

/** The set in force, when what lies on disk is another one (it has a fault); else the set that was in force before. */
async function lastGood(db: Register, disk: RuleFiles): Promise<RuleFiles> {
  const [now, before] = await publications(db, 2);
  const good = now?.version === disk.version ? before : now;
  if (good === undefined) throw new PermanentError('there is no earlier set of rules in the register');
  return good;
}

/** Where no master runs, its work is ours for as long as we hold its lock; null: somebody else holds it. */
async function byOurselves({ db, pool, config }: Services, id: string): Promise<string[] | null> {
  const lock = await tryLock(pool, CLOCK_LOCK, 0);
  if (lock === null) return null;
  const checker = ruleChecker(cacheOf(config));
  try {
    await makeEdits({ db, rulesDir: config.rulesDir, checker });
    return await outcomeOf(db, id);
  } finally {
    await checker.close();
    await lock.release();
  }
}

async function byTheMaster(db: Register, id: string): Promise<string[] | null> {
  for (let waited = 0; waited < ANSWER_WITHIN_MS; waited += LOOK_EVERY_MS) {
    const problems = await outcomeOf(db, id);
    if (problems !== null) return problems;
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  return null;
}
