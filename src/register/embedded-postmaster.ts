// Reads PostgreSQL's own postmaster.pid: whether a server of this folder lives, at which port, and whether its pid is another's now.
import { readFile, readlink, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './embedded-run.ts';

export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly ready: boolean;
}

/** Lines of postmaster.pid, counted from 0: src/include/utils/pidfile.h of PostgreSQL. */
const PID_LINE = 0;
const PORT_LINE = 3;
const STATUS_LINE = 7;
/** Above every kernel's pid_max (4,194,304 on Linux): surely nobody's. */
const NOBODYS_PID = 2 ** 31 - 1;

/** Null when no server runs on this folder, whatever the file says. */
export async function postmaster(cluster: string): Promise<Postmaster | null> {
  const lines = await pidFile(cluster);
  const pid = Number(lines?.[PID_LINE]);
  if (!lines || !(await isServerOf(pid, cluster))) return null;
  const port = Number(lines[PORT_LINE] ?? 0);
  return { pid, port, ready: port > 0 && lines[STATUS_LINE]?.trim() === 'ready' };
}

/**
 * After a kill or a reboot another process may have the pid of the dead server, and PostgreSQL then refuses to start.
 * Only the pid is replaced: the rest of the file lets PostgreSQL see whether processes of the dead server still live,
 * which a deleted file would not, and two servers on one folder destroy it.
 */
export async function releaseReusedPid(cluster: string): Promise<void> {
  const lines = await pidFile(cluster);
  if (!lines || !isAlive(Number(lines[PID_LINE]))) return;
  await writeFile(join(cluster, 'postmaster.pid'), [NOBODYS_PID, ...lines.slice(1)].join('\n'));
}

async function pidFile(cluster: string): Promise<string[] | null> {
  return readFile(join(cluster, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}

/** A server works in its data directory; elsewhere than on Linux its command line names it. */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (!isAlive(pid)) return false;
  if (process.platform === 'linux') {
    const workingDir = await readlink(`/proc/${pid}/cwd`).catch(() => null);
    return workingDir === (await realpath(cluster));
  }
  return (await run('/bin/ps', ['-p', `${pid}`, '-o', 'command='], null)).said.includes(cluster);
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
