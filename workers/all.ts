// All workers in one process: what `npm start` runs.
import type { Start } from '../src/run.ts';
import { start as acknowledge } from './acknowledge.ts';
import { start as clock } from './clock.ts';
import { start as intake } from './intake.ts';
import { start as mailbox } from './mailbox.ts';
import { start as review } from './review.ts';

/** By name, in the order they start: what takes work before what brings it. */
export const workers: Readonly<Record<string, Start>> = { clock, acknowledge, intake, mailbox, review };
