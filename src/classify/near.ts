// Whether several phrases stand close together: the smallest window that holds one hit of each.

/** A phrase found in a field: positions count its words, offsets are UTF-16 units. */
export interface Hit {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One hit of each list inside a window of `within` words, in any order, or null. Each list is in order of appearance.
 * Moves the hit that begins first, as in merging sorted lists: linear in the number of hits.
 */
export function nearby(lists: readonly (readonly Hit[])[], within: number): readonly Hit[] | null {
  const at = lists.map(() => 0);
  for (;;) {
    const chosen = lists.flatMap((list, index) => list[at[index] ?? 0] ?? []);
    if (chosen.length < lists.length || chosen.length === 0) return null;
    const first = Math.min(...chosen.map((hit) => hit.first));
    const last = Math.max(...chosen.map((hit) => hit.last));
    if (last - first < within) return chosen;
    const behind = chosen.findIndex((hit) => hit.first === first);
    at[behind] = (at[behind] ?? 0) + 1;
  }
}
