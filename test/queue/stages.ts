// What the queue's tests ask of a queue again and again.
import { setTimeout as delay } from 'node:timers/promises';
import type { QueueBackend } from '../../src/queue/backend.ts';

export const quiet = (concurrency: number) => ({ concurrency, onFailed: () => undefined });
export const byNumber = (a: string, b: string) => Number(a) - Number(b);

export async function waiting(backend: QueueBackend, name = 'acknowledge'): Promise<number> {
  return (await backend.queue(name).getJobCounts('waiting')).waiting ?? Number.NaN;
}

export async function idle(backend: QueueBackend, name: string): Promise<boolean> {
  const counts = await backend.queue(name).getJobCounts('waiting', 'active', 'delayed');
  return Object.values(counts).every((count) => count === 0);
}

/** Vitest's own time limit for the test ends a wait for what never comes. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await delay(20);
}
