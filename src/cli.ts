#!/usr/bin/env node
// The command line: one program, one file a command. Exit 0 done, 1 failed, 2 wrong usage; errors go to standard error.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandIo } from './cli/command-io.ts';
import { UsageError } from './cli/usage.ts';
import { reasonOf } from './errors.ts';

const io: CommandIo = {
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  async *readStdin() {
    process.stdin.setEncoding('utf8');
    for await (const text of process.stdin) yield String(text);
  },
};

// Whoever reads us may have heard enough (`| head`): the rest is not written, and what is open is closed all the same.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

/** A command is loaded when it is asked for: `due` needs no database client, which take longer to load than to run. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command, io: CommandIo) => void>>> = {
  start: async () => (await import('./cli/start.ts')).registerStart,
  rules: async () => (await import('./cli/rules-command.ts')).registerRulesCommand,
  classify: async () => (await import('./cli/classify.ts')).registerClassify,
  due: async () => (await import('./cli/due.ts')).dueCommand,
  import: async () => (await import('./cli/import.ts')).registerImport,
  register: async () => (await import('./cli/register.ts')).registerRegister,
  reconcile: async () => (await import('./cli/reconcile.ts')).registerReconcile,
};

// What Node compiled of the program is kept beside the packages; a folder that cannot be written only costs time.
enableCompileCache(join(import.meta.dirname, '..', 'node_modules', '.cache', 'node'));

const program = new Command('clerk')
  .description("Works the mailbox of a public authority's information-rights team.")
  .exitOverride()
  .configureOutput({ writeErr: (text) => void process.stderr.write(text) });

try {
  const asked = COMMANDS[process.argv[2] ?? ''];
  for (const load of asked ? [asked] : Object.values(COMMANDS)) (await load())(program, io);
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
