// `clerk register release REF|N`: a person lets a held receipt go, or decides that none is sent.
import type { Command } from 'commander';
import { PermanentError } from '../errors.ts';
import { release } from '../register/release.ts';
import type { Services } from '../services.ts';
import { accountOf } from './account.ts';
import type { CommandIo } from './command-io.ts';
import { mailNamed } from './stored-mail-named.ts';

interface ReleaseOptions {
  readonly withhold?: boolean;
  readonly by?: string;
  readonly json?: boolean;
}
type WithServices = (work: (shared: Services) => Promise<void>) => Promise<void>;

export function registerRelease(register: Command, io: CommandIo, withServices: WithServices): void {
  register
    .command('release')
    .summary('let a held receipt go, or --withhold it for good')
    .description('Lets the receipt of a mail go that was held by a limit, or because it may answer a machine.')
    .argument('<reference|number>', 'of the request, or of its mail')
    .option('--withhold', 'send none, now and later')
    .option('--by <account>', 'who decides; without it the account that runs the command')
    .option('--json', 'print JSON')
    .action((named: string, options: ReleaseOptions) =>
      withServices((shared) => releaseOne(shared, named, options, io)),
    );
}

/** @throws PermanentError when the receipt is not held, with what became of it. */
async function releaseOne(
  { db, ring }: Services,
  named: string,
  { withhold = false, by, json }: ReleaseOptions,
  io: CommandIo,
): Promise<void> {
  const account = accountOf(by);
  const { messageId, name } = await mailNamed(db, named);
  const done = await release(db, messageId, { by: account, withhold, now: new Date() });
  if (done.outcome === 'not-held')
    throw new PermanentError(
      done.state === null ? `${name} has no receipt` : `the receipt of ${name} is not held: it is ${done.state}`,
    );
  if (done.outcome === 'released') await ring({ acknowledge: [done.acknowledgementId] });
  if (json) io.out(JSON.stringify({ message: messageId, ...done, by: account }));
  else
    io.out(
      done.outcome === 'released'
        ? `The receipt of ${name} goes to ${done.to} as soon as the bot runs.`
        : `The receipt of ${name} is not sent.`,
    );
}
