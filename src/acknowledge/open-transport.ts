// Where letters leave by: the authority's SMTP server, or the folder var/outbox/ where none is configured or for a dry run.
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { folderTransport, smtpTransport, type Transport } from '../mail/send.ts';

export const outboxOf = (config: Config): string => join(config.varDir, 'outbox');

export function openTransport(config: Config): Transport {
  const { outgoing, acknowledge } = config.authority;
  return outgoing === null || acknowledge.dryRun ? folderTransport(outboxOf(config)) : smtpTransport(outgoing);
}
