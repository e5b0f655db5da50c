// Planted for scripts/layers.js: imports a file of no stage.
export { stranger } from '../strangers/stranger.ts';
