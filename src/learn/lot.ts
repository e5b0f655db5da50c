// Chance that is the same every time: what is measured today is measured again tomorrow.

const SEED = 0x666f69;

/** Numbers in [0, 1). Mulberry32 by Tommy Ettinger (public domain). */
export function lots(seed = SEED): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
