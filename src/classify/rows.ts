// Lists of whole numbers laid end to end: the form in which what depends on the number of rules is looked up for each mail.

/** Row `i` are the `values` from `begins[i]` to `begins[i + 1]`. */
export interface Rows {
  readonly begins: Int32Array;
  readonly values: Int32Array;
}

/** Lays lists end to end, in their order. */
export function rowsOf(lists: readonly (readonly number[])[]): Rows {
  const begins = new Int32Array(lists.length + 1);
  for (const [index, list] of lists.entries()) begins[index + 1] = (begins[index] ?? 0) + list.length;
  return { begins, values: Int32Array.from(lists.flat()) };
}
