// Vitest's global set-up: one temporary folder a run, and a run that leaves a process behind fails and names it.
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Judgement: PostgreSQL's fast stop and Dovecot's children were gone in under 2 s; a busy machine gets more. */
const PATIENCE_MS = 10_000;

/** The field after the name in brackets, which may hold anything, and the state: proc_pid_stat(5). */
function parentOf(pid: string): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

/**
 * A process is ours when it inherited our mark, also after its parent has gone, or works in our folder (Dovecot and
 * Postfix clean their environment). Listening ports need no look of their own: each belongs to such a process.
 * Direct children of this process are vitest's own workers and its watchdog.
 */
function leftovers(mark: string): { pid: number; command: string }[] {
  const found: { pid: number; command: string }[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      if (command === '') continue; // kernel threads and the dead have none
      if (Number(pid) === process.pid || parentOf(pid) === process.pid) continue;
      if (command.includes(mark) || readFileSync(`/proc/${pid}/environ`, 'utf8').includes(mark)) {
        found.push({ pid: Number(pid), command });
      }
    } catch {
      // It ended while we looked, or belongs to somebody else.
    }
  }
  return found;
}

/** Called by vitest before the first test; what it returns is called after the last. */
export function setup(): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'foi-'));
  chmodSync(folder, 0o755); // servers that leave root behind must get in
  process.env.TMPDIR = folder;
  return async () => {
    const until = Date.now() + PATIENCE_MS;
    let left = process.platform === 'linux' ? leftovers(folder) : [];
    while (left.length > 0 && Date.now() < until) {
      await sleep(200);
      left = leftovers(folder);
    }
    for (const { pid } of left) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended with its parent, which we have just killed.
      }
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    if (left.length > 0) {
      const lines = left.map(({ pid, command }) => `  ${pid} ${command.slice(0, 160)}`);
      throw new Error(`the tests left processes running (ended now):\n${lines.join('\n')}`);
    }
  };
}
