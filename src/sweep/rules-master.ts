// The master of the rule files: it alone watches them, publishes a valid set, makes the changes it is asked for, and keeps the last good set when a file is broken.
import { basename } from 'node:path';
import { watch } from 'chokidar';
import { readRuleFiles } from '../classify/load.ts';
import { type Config, cacheOf } from '../config.ts';
import { every } from '../every.ts';
import { codeOf, type Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import { ruleChecker } from './rule-checker.ts';
import { makeEdits, publishRules, type RuleDesk } from './rules-publish.ts';

/** An editor's burst of writes (new file, rename) is over sooner than this; half a file would only be reported, and read again. Judgement. */
const SETTLED_MS = 100;
/** A change from the staff site is in force within a second or so. */
const EDITS_EVERY_MS = 500;

/** A mounted folder may tell nobody of a change, and one may fall between start and watch. Judgement. */
const LOOK_EVERY_MS = 5000;

/** Publishes at once and whenever a file changes, until `stop`. */
export async function masterRules(
  db: Register,
  config: Pick<Config, 'rulesDir' | 'varDir'>,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const { rulesDir } = config;
  const desk: RuleDesk = { db, rulesDir, checker: ruleChecker(cacheOf(config)) };
  const turn = oneByOne();
  let read: string | null = null;
  const publish = async (first = false): Promise<void> => {
    read = await publishAndTell(desk, log, first);
  };
  const onError = (error: unknown): void =>
    log.error({ code: codeOf(error) }, 'rule files could not be published; saving one tries again');
  await turn(() => makeEdits(desk));
  await turn(() => publish(true));
  let timer: NodeJS.Timeout | undefined;
  // A save while the watcher still looks around is none that it tells of: it is found by the next look.
  const watcher = watch(rulesDir, { ignoreInitial: true, ignored: (path) => basename(path).startsWith('.') });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void turn(() => publish()).catch(onError), SETTLED_MS);
  });
  const editing = every(EDITS_EVERY_MS, () => turn(() => makeEdits(desk)).then(() => undefined), onError);
  const looking = every(
    LOOK_EVERY_MS,
    () => turn(async () => ((await versionOnDisk(rulesDir)) === read ? undefined : publish())),
    onError,
  );
  return {
    async stop() {
      clearTimeout(timer);
      await watcher.close();
      await Promise.all([editing.stop(), looking.stop()]);
      await turn(async () => undefined);
      await desk.checker.close();
    },
  };
}

const versionOnDisk = (rulesDir: string): Promise<string | null> =>
  readRuleFiles(rulesDir).then(
    ({ version }) => version,
    () => null,
  );

/** @returns the version of what was read. */
async function publishAndTell(desk: RuleDesk, log: Log, first: boolean): Promise<string | null> {
  const { problems, warnings, isNew, read } = await publishRules(desk);
  if (problems.length > 0) log.error({ problems }, 'rule files are not in force: the last good set stays');
  else if (isNew || first) log.info({}, 'rule files are in force');
  if (problems.length === 0 && warnings.length > 0 && (isNew || first))
    log.warn({ problems: warnings }, 'rule files are in force, and something in them was probably not meant');
  return read;
}

/** Work that shares the files on disk: one after the other, and a failure stops none of the next. */
function oneByOne(): <Value>(work: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}
