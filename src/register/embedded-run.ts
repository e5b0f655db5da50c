// Runs one of PostgreSQL's own programs as the user that owns the data, with a clean environment.
import { spawn } from 'node:child_process';

/** The account that the server runs as; null = the one we run as. PostgreSQL refuses to run as root. */
export interface RunAs {
  readonly uid: number;
  readonly gid: number;
  readonly name: string;
}

export interface Ran {
  /** Null when the program could not be started at all. */
  readonly code: number | null;
  /** Standard output and error together, as PostgreSQL words them. */
  readonly said: string;
}

/** Nothing of ours reaches the server: no PGPORT, no password, no locale that changes the words we look for. */
const CLEAN = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' };

/** Never throws: a program that cannot be started is an answer too (unreachable, no permission, not for this machine). */
export function run(program: string, args: readonly string[], runAs: RunAs | null): Promise<Ran> {
  return new Promise((resolve) => {
    // The folder we run in may be closed to the other user; detached, so that Ctrl-C in the terminal ends us and not the server.
    const options = {
      cwd: '/',
      env: CLEAN,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'] as ['ignore', 'pipe', 'pipe'],
    };
    let said = '';
    try {
      const child = spawn(program, args, runAs ? { ...options, uid: runAs.uid, gid: runAs.gid } : options);
      const keep = (chunk: Buffer) => {
        said += chunk.toString('utf8');
      };
      child.stdout.on('data', keep);
      child.stderr.on('data', keep);
      child.on('error', (error) => resolve({ code: null, said: error.message }));
      child.on('close', (code) => resolve({ code, said: said.trim() }));
    } catch (error) {
      resolve({ code: null, said: error instanceof Error ? error.message : String(error) });
    }
  });
}
