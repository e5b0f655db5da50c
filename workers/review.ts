// The review worker: health and figures on 127.0.0.1, until the staff site comes.
import { PermanentError } from '../src/errors.ts';
import { codeOf } from '../src/log.ts';
import { app } from '../src/review/app.ts';
import { runAlone } from '../src/run.ts';
import type { Running } from '../src/running.ts';
import type { Services } from '../src/services.ts';

export async function start({ config, db, log }: Services): Promise<Running> {
  const server = app(db, () => new Date(), config.authority.mailboxes);
  await server.listen({ host: config.host, port: config.reviewPort }).catch((cause: unknown) => {
    throw new PermanentError(
      `port ${config.reviewPort} cannot be used (${codeOf(cause)}): is foi-clerk running here already? Else set REVIEW_PORT to a free one`,
      { cause },
    );
  });
  log.info({ worker: 'review', port: config.reviewPort }, 'health and metrics are served');
  return { caughtUp: () => true, stop: () => server.close(), release: async () => undefined };
}

await runAlone(import.meta.main, start);
