// The master of the rule files: it alone watches them, publishes a valid set, and keeps the last good one when a file is broken.
import { watch } from 'chokidar';
import { compileLetters } from '../acknowledge/letter-templates.ts';
import { compileRules } from '../classify/compile.ts';
import { readRuleFiles } from '../classify/load.ts';
import { codeOf, type Log } from '../log.ts';
import type { Register } from '../register/database.ts';
import { publish, reportFault } from '../register/rule-set.ts';

/** A saved file is in force within 2 s: an editor's burst of writes is over sooner than this. Judgement. */
const SETTLED_MS = 300;

/** Reads, checks and publishes. @returns the problems as `file:line:column message — cure`; none: the set is in force. */
export async function publishRules(db: Register, rulesDir: string): Promise<string[]> {
  const files = await readRuleFiles(rulesDir);
  const rules = compileRules(files);
  const letters = compileLetters(files.files);
  const problems = [...(rules.ok ? [] : rules.problems), ...(letters.ok ? [] : letters.problems)].map(
    ({ file, line, column, message, cure }) => `${file}:${line}:${column} ${message} — ${cure}`,
  );
  if (problems.length === 0) await publish(db, files);
  else await reportFault(db, problems);
  return problems;
}

/** Publishes at once and whenever a file changes, until `stop`. */
export async function masterRules(db: Register, rulesDir: string, log: Log): Promise<{ stop(): Promise<void> }> {
  const turn = async (): Promise<void> => {
    const problems = await publishRules(db, rulesDir);
    if (problems.length > 0) log.error({ problems }, 'rule files are not in force: the last good set stays');
    else log.info({}, 'rule files are in force');
  };
  let inHand = turn();
  await inHand;
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(rulesDir, { ignoreInitial: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      inHand = inHand
        .then(turn)
        .catch((error: unknown) => log.error({ code: codeOf(error) }, 'rule files could not be read'));
    }, SETTLED_MS);
  });
  return {
    async stop() {
      clearTimeout(timer);
      await watcher.close();
      await inHand;
    },
  };
}
