// Waits for something, but no longer than given: what is late goes on unheard.

/** Never throws. @returns 'done', 'late' (it goes on; nobody hears of it), or the reason that it failed with. */
export async function settleWithin(ms: number, work: Promise<unknown>): Promise<'done' | 'late' | { failed: unknown }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), ms);
  });
  const settled = work.then(
    () => 'done' as const,
    (failed: unknown) => ({ failed }),
  );
  const outcome = await Promise.race([settled, late]);
  clearTimeout(timer);
  return outcome;
}
