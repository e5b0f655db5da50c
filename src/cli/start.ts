// `clerk start`: runs all workers, or the named ones, until Ctrl-C or, with --until-idle, until everything in hand is done.
import type { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { banner } from '../demo/banner.ts';
import { demoTable, feedSamples } from '../demo/feed.ts';
import { waitingForLater } from '../register/outstanding.ts';
import { run } from '../run.ts';
import type { Services } from '../services.ts';
import type { CommandIo } from './command-io.ts';
import { workersNamed } from './workers.ts';

const FAREWELL_MS = 1000;

export function registerStart(program: Command, io: CommandIo): void {
  program
    .command('start')
    .description('run all workers, or the named ones')
    .argument('[worker...]', 'mailbox, intake, acknowledge, clock, review; none: all of them')
    .option('--until-idle', 'end when everything in hand is done')
    .action(async (names: string[], options: { untilIdle?: boolean }) => {
      const config = readConfig();
      const starts = await workersNamed(names);
      const samples = config.demo && names.length === 0;
      try {
        await run(starts, config, {
          untilIdle: options.untilIdle ?? false,
          started: async (shared) => {
            if (samples) await showSamples(shared, io);
            for (const line of banner(config)) io.out(line);
          },
          ending: (shared) => listLater(shared, io),
        });
      } finally {
        // Everything of ours is closed; a client of a Redis that is away would go on knocking.
        setTimeout(() => process.exit(), FAREWELL_MS).unref();
      }
    });
}

async function showSamples(shared: Services, io: CommandIo): Promise<void> {
  const fed = await feedSamples(shared, new Date());
  if (fed) io.out(await demoTable(shared.db));
}

async function listLater({ db }: { config: Config; db: Services['db'] }, io: CommandIo): Promise<void> {
  for (const row of await waitingForLater(db)) {
    const when = row.retryAt === null ? 'until a person decides' : `until ${row.retryAt.toISOString()}`;
    io.err(`${row.what} ${row.id} is ${row.state} and waits ${when}${row.because === null ? '' : `: ${row.because}`}`);
  }
}
