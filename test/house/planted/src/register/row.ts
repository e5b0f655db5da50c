// Planted for scripts/layers.js: what the others import.
export interface Row {
  readonly id: string;
}
