// Where the embedded server keeps its data and as which user it runs: PostgreSQL refuses root, and root's folders are closed to others.
import { createHash } from 'node:crypto';
import { chmod, chown, cp, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { makeFolder } from '../config.ts';
import { PermanentError } from '../errors.ts';
import { type Binaries, shippedBinaries } from './embedded-binaries.ts';
import { type RunAs, run } from './embedded-run.ts';

export interface Home {
  /** Password, connection.json, server.log and the lock. */
  readonly dir: string;
  /** PostgreSQL's own data directory in it. */
  readonly cluster: string;
  readonly bin: string;
  readonly runAs: RunAs | null;
}

/** Root hands the server to the first of these that exists: Debian's own account, else the one that every Unix has. */
const UNPRIVILEGED = ['postgres', 'nobody'];
/** The folders of the register are for the server's user alone. */
const PRIVATE = 0o700;
const OTHER_WAY = 'or give a server of your own in DATABASE_URL';

/**
 * Finds the data of an earlier start, or decides where the first one puts it.
 * @throws PermanentError, with the cure, when this user cannot run a server here.
 */
export async function findHome(dataDir: string, log: (line: string) => void): Promise<Home> {
  const shipped = await shippedBinaries();
  if (process.getuid?.() !== 0) return ownHome(dataDir, shipped);
  const stateDir = join('/var/lib', `foi-clerk-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`);
  const found = (await existingHome(dataDir)) ?? (await existingHome(stateDir));
  const home = found ?? (await firstHome(dataDir, stateDir));
  if (home.dir === stateDir) {
    log(`the register is kept in ${stateDir}: the user ${home.runAs.name} that runs it cannot enter ${dataDir}`);
  }
  return { ...home, bin: await reachableBinaries(shipped, stateDir, home.runAs, log) };
}

type Place = Omit<Home, 'bin' | 'runAs'> & { readonly runAs: RunAs };

const placeIn = (dir: string, runAs: RunAs): Place => ({ dir, cluster: join(dir, 'cluster'), runAs });

async function ownHome(dataDir: string, shipped: Binaries): Promise<Home> {
  makeFolder(dataDir, PRIVATE);
  const cluster = join(dataDir, 'cluster');
  const owner = await ownerOf(cluster);
  if (owner && owner.uid !== process.getuid?.()) {
    throw new PermanentError(
      `${cluster} belongs to another user (${owner.uid}): start as that user or as root, ${OTHER_WAY}`,
    );
  }
  const tried = await run(join(shipped.bin, 'postgres'), ['--version'], null);
  if (tried.code !== 0) throw unusable(tried.said);
  return { dir: dataDir, cluster, bin: shipped.bin, runAs: null };
}

/** Data that is there already stays where it is and with whom it belongs to, even when root starts it this time. */
async function existingHome(dir: string): Promise<Place | null> {
  const owner = await ownerOf(join(dir, 'cluster'));
  if (!owner) return null;
  if (owner.uid === 0)
    throw new PermanentError(`${dir}/cluster belongs to root, as whom PostgreSQL refuses to run: chown it`);
  return placeIn(dir, {
    ...owner,
    name: (await accounts()).find(({ uid }) => uid === owner.uid)?.name ?? `${owner.uid}`,
  });
}

async function firstHome(dataDir: string, stateDir: string): Promise<Place> {
  const known = await accounts();
  const runAs = UNPRIVILEGED.flatMap((name) => known.filter((account) => account.name === name))[0];
  if (!runAs)
    throw new PermanentError(`no user ${UNPRIVILEGED.join(' or ')} to run PostgreSQL as: add one, ${OTHER_WAY}`);
  if (!(await ownerOf(dataDir))) await openFolder(dataDir, runAs);
  const entered = await run('/bin/sh', ['-c', 'cd -- "$1"', 'sh', dataDir], runAs);
  if (entered.code === 0) return placeIn(dataDir, runAs);
  await openFolder(stateDir, runAs);
  return placeIn(stateDir, runAs);
}

/** Under a home folder with mode 0700 the programs are out of reach as well: a copy (58 MB, 0.5 s) lives beside the data. */
async function reachableBinaries(
  shipped: Binaries,
  stateDir: string,
  runAs: RunAs,
  log: (line: string) => void,
): Promise<string> {
  if ((await run(join(shipped.bin, 'postgres'), ['--version'], runAs)).code === 0) return shipped.bin;
  const copy = join(stateDir, `postgresql-${shipped.version}`);
  const bin = join(copy, 'bin');
  if ((await run(join(bin, 'postgres'), ['--version'], runAs)).code !== 0) {
    await openFolder(stateDir, runAs);
    const partial = `${copy}.${process.pid}`;
    const needed = (path: string) => !path.endsWith('.a') && basename(path) !== 'pkgconfig';
    await cp(shipped.native, partial, { recursive: true, verbatimSymlinks: true, filter: needed });
    await rename(partial, copy).catch(() => rm(partial, { recursive: true, force: true })); // another start was first
    log(`PostgreSQL's programs are copied to ${copy}: the user ${runAs.name} cannot reach those of this project`);
  }
  const tried = await run(join(bin, 'postgres'), ['--version'], runAs);
  if (tried.code !== 0) throw unusable(tried.said);
  return bin;
}

const unusable = (said: string) =>
  new PermanentError(`the PostgreSQL that comes with npm does not run here (${said}): run npm rebuild, ${OTHER_WAY}`);

/** For the server's user alone, whatever the umask; root gets in all the same. */
async function openFolder(dir: string, { uid, gid }: RunAs): Promise<void> {
  makeFolder(dir, PRIVATE);
  await chown(dir, uid, gid);
  await chmod(dir, PRIVATE);
}

async function ownerOf(path: string): Promise<{ uid: number; gid: number } | null> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found && { uid: found.uid, gid: found.gid };
}

/** passwd(5): name:password:uid:gid:… */
async function accounts(): Promise<RunAs[]> {
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n');
  return lines.flatMap((line) => {
    const [name, , uid, gid] = line.split(':');
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : [];
  });
}

/** Gives a file that root wrote to whom its folder belongs to, so that the owner can start without root the next time. */
export async function giveToOwner(file: string, dir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = await stat(dir);
  await chown(file, uid, gid);
}
