// The master of the rule files: it alone watches them, publishes a valid set, and keeps the last good one when a file is broken.
import { join } from 'node:path';
import { watch } from 'chokidar';
import { compileLetters } from '../acknowledge/letter-templates.ts';
import { loadRules, readRuleFiles } from '../classify/load.ts';
import type { Rule } from '../classify/rule.ts';
import type { RuleFiles } from '../classify/rule-set.ts';
import type { Config } from '../config.ts';
import { codeOf, type Log } from '../log.ts';
import { problemLine } from '../problem.ts';
import type { Register } from '../register/database.ts';
import { publish, reportFault } from '../register/rule-set.ts';

/** A saved file is in force within 2 s: an editor's burst of writes is over sooner than this. Judgement. */
const SETTLED_MS = 300;

/** What of the configuration the master needs. */
type Place = Pick<Config, 'rulesDir' | 'varDir'>;

/**
 * Reads, checks and publishes; files that passed before are known by their hash and not checked again.
 * @returns the problems as `file:line:column message — cure`; none: the set is in force.
 */
export async function publishRules(db: Register, { rulesDir, varDir }: Place): Promise<string[]> {
  const files = await readRuleFiles(rulesDir).catch(
    (error: unknown) => `${rulesDir}: cannot be read (${codeOf(error)}) — put the rule files there, or set FOI_RULES`,
  );
  const problems = typeof files === 'string' ? [files] : await problemsOf(files, join(varDir, 'cache'));
  if (typeof files !== 'string' && problems.length === 0) await publish(db, files);
  else await reportFault(db, problems);
  return problems;
}

async function problemsOf(files: RuleFiles, cacheDir: string): Promise<string[]> {
  const rules = await loadRules(files, cacheDir);
  const letters = compileLetters(files.files);
  const problems = [...(rules.ok ? [] : rules.problems), ...(letters.ok ? [] : letters.problems)].map(problemLine);
  const isRequestRule = ({ rule }: { rule: Rule }): boolean =>
    rule.status === 'live' && rule.suggests.kind === 'request';
  if (!rules.ok || rules.set.rules.some(isRequestRule)) return problems;
  return [...problems, 'uk/kinds:1:1 no live rule says what a request is — put the shipped rules back'];
}

/** Publishes at once and whenever a file changes, until `stop`. */
export async function masterRules(db: Register, place: Place, log: Log): Promise<{ stop(): Promise<void> }> {
  const turn = async (): Promise<void> => {
    const problems = await publishRules(db, place);
    if (problems.length > 0) log.error({ problems }, 'rule files are not in force: the last good set stays');
    else log.info({}, 'rule files are in force');
  };
  let inHand = turn();
  await inHand;
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(place.rulesDir, { ignoreInitial: true });
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      inHand = inHand
        .then(turn)
        .catch((error: unknown) =>
          log.error({ code: codeOf(error) }, 'rule files could not be published; saving one tries again'),
        );
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
