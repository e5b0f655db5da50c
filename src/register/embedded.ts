// The register's default server: a PostgreSQL of our own in the data folder, shared by all processes of ours on this machine.
import { resolve } from 'node:path';
import { findHome } from './embedded-home.ts';
import { Keeper } from './embedded-keeper.ts';
import { ensureDatabase } from './ensure-database.ts';

export interface EmbeddedPostgres {
  /** Where the data is: the folder asked for, or the system's state directory when root's server cannot enter that. */
  readonly dataDir: string;
  /** postgresql:// address of a database that exists (see ensureDatabase), with the password: never for a log line. */
  url(database: string): string;
  /** Makes the database if it is not there; returns its address. Safe beside other processes that do the same. */
  ensureDatabase(name: string): Promise<string>;
  /** Lets go; the last of all processes stops the server. Close your own connections first. */
  release(): Promise<void>;
}

/**
 * Joins the server that runs on `dataDir`, or makes and starts one (1 to 2 s the first time, 0.2 s after). It outlives a
 * process that is killed; while we hold it, a server that dies is started again at the same port.
 * @throws PermanentError, with the cure, when no server can run here; Error with the server's own words when it does not start.
 */
export async function embeddedPostgres(options: {
  dataDir: string;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const home = await findHome(resolve(options.dataDir), options.log);
  const keeper = new Keeper(home, options.log);
  await keeper.hold();
  return {
    dataDir: home.dir,
    url: (database) => keeper.url(database),
    ensureDatabase: async (name) => {
      await ensureDatabase(keeper.url('postgres'), name);
      return keeper.url(name);
    },
    release: () => keeper.letGo(),
  };
}
