// Planted for scripts/layers.js: a file of no stage.
export const stranger = 1;
