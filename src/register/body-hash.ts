// The hash of a mail's words: two copies of one mail differ in their headers only.
import { createHash } from 'node:crypto';
import type { Mail } from '../mail/parse.ts';

/** sha256 of the cleaned body, lower-case hex. */
export const bodyHash = (mail: Mail): string => createHash('sha256').update(mail.body).digest('hex');
