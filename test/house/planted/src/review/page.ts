// Planted for scripts/layers.js: what the others import.
export const page = 1;
