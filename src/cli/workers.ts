// Finds workers by name. They stand above src/, so they are loaded when a command asks, not imported.
import type { Start } from '../run.ts';
import { UsageError } from './usage.ts';

/** @throws UsageError that names the workers there are. */
export async function workersNamed(names: readonly string[]): Promise<Start[]> {
  // The checked boundary to workers/all.ts, which has no other shape.
  const { workers } = (await import(new URL('../../workers/all.ts', import.meta.url).href)) as {
    workers: Readonly<Record<string, Start>>;
  };
  const wanted = names.length === 0 || names.includes('all') ? Object.keys(workers) : names;
  return wanted.map((name) => {
    const start = workers[name];
    if (!start) throw new UsageError(`there is no worker "${name}": write ${Object.keys(workers).join(', ')} or all`);
    return start;
  });
}
