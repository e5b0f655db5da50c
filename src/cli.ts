#!/usr/bin/env node
// The command line: one program, one file a command. Exit 0 done, 1 failed, 2 wrong usage; errors go to standard error.
import { Command, CommanderError } from 'commander';
import { registerClassify } from './cli/classify.ts';
import type { CommandIo } from './cli/command-io.ts';
import { dueCommand } from './cli/due.ts';
import { registerImport } from './cli/import.ts';
import { registerReconcile } from './cli/reconcile.ts';
import { registerRegister } from './cli/register.ts';
import { registerRules } from './cli/rules.ts';
import { registerStart } from './cli/start.ts';
import { textOfFile } from './cli/text-of-file.ts';
import { UsageError } from './cli/usage.ts';
import { readConfig } from './config.ts';
import { reasonOf } from './errors.ts';

const io: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  async *readStdin() {
    process.stdin.setEncoding('utf8');
    for await (const text of process.stdin) yield String(text);
  },
};

const program = new Command('clerk')
  .description("Works the mailbox of a public authority's information-rights team.")
  .exitOverride()
  .configureOutput({ writeErr: (text) => void process.stderr.write(text) });
const rulesDeps = {
  ...io,
  get rulesDir() {
    return readConfig().rulesDir;
  },
  authority: () => readConfig().authority,
  readText: textOfFile,
};
registerRules(program, rulesDeps);
for (const command of [
  registerStart,
  registerClassify,
  dueCommand,
  registerImport,
  registerRegister,
  registerReconcile,
]) {
  command(program, io);
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (!(error instanceof CommanderError)) io.err(reasonOf(error));
}

/** Commander has said itself what is wrong with a usage; help and version are no error. */
function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError ? 2 : 1;
}
