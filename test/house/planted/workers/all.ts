// Planted for scripts/layers.js: what the cycle of upward imports ends in.
export const start = 1;
