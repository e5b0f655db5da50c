// Where the commands of `clerk rules` find rule files, the register, and the set in force.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Known } from '../classify/compile.ts';
import type { CompiledRules } from '../classify/compiled.ts';
import type { Office } from '../classify/decided.ts';
import { compileFrom, loadKnown, readRuleFiles } from '../classify/load.ts';
import { type Config, cacheOf } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { problemLine } from '../problem.ts';
import { type Services, services } from '../services.ts';
import type { CommandIo } from './command-io.ts';

/** What every command of `clerk rules` is given; `config` is read when a command runs. */
export interface RulesPlace {
  readonly io: CommandIo;
  readonly config: Config;
}

/** The rules on disk, their proofs not run, so that a rule under work can be used. @throws PermanentError with every problem. */
export async function rulesOnDisk({ config }: RulesPlace): Promise<CompiledRules> {
  const files = await readRuleFiles(config.rulesDir);
  const compiled =
    (await loadKnown(files, cacheOf(config))) ??
    (await compileFrom(files, cacheOf(config), { validated: true, known: nothingKnown() }));
  if (compiled.ok) return compiled.rules;
  throw new PermanentError(compiled.problems.map(problemLine).join('\n'));
}

export const nothingKnown = (): Known => ({ files: new Map(), proven: new Set() });

export const officeOf = ({ authority }: Config): Office => ({
  sector: authority.sector,
  scottish: authority.division === 'scotland',
  ourFormat: authority.reference.format,
});

/** Whether there is a register to ask; none is made. */
export const hasRegister = ({ databaseUrl, varDir }: Config): boolean =>
  databaseUrl !== null || existsSync(join(varDir, 'postgres'));

export async function withRegister<Value>(config: Config, work: (shared: Services) => Promise<Value>): Promise<Value> {
  const shared = await services(config);
  try {
    return await work(shared);
  } finally {
    await shared.close();
  }
}

/** `0c15b315e298`: enough to tell sets apart, and short enough to type. */
export const shortVersion = (version: string): string => version.replace(/^sha256:/, '').slice(0, 12);

/** Never 100 %: nothing is certain. */
export const percent = (probability: number): string => `${Math.min(99, Math.round(probability * 100))} %`;

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
