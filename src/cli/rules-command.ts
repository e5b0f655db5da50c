// `clerk rules` over the configured rule files: what rules.ts, which its tests call with folders of their own, is given.
import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import type { CommandIo } from './command-io.ts';
import { registerRules } from './rules.ts';
import { textOfFile } from './text-of-file.ts';

export function registerRulesCommand(program: Command, io: CommandIo): void {
  registerRules(program, {
    out: io.out,
    err: io.err,
    get rulesDir() {
      return readConfig().rulesDir;
    },
    authority: () => readConfig().authority,
    readText: textOfFile,
  });
}
