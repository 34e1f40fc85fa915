/** Edit distance between two words (insert, delete, replace, swap of neighbours). */
function distance(left: string, right: string): number {
  const rows: number[][] = [Array.from({ length: right.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1;
      const above = rows[row - 1] ?? [];
      let best = Math.min(
        (above[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + cost,
      );
      if (left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, (rows[row - 2]?.[column - 2] ?? Infinity) + 1);
      }
      current.push(best);
    }
    rows.push(current);
  }
  return rows[left.length]?.[right.length] ?? Infinity;
}

/** The known name that the user probably meant, when one is close enough (a third of its letters) or longer. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  let best: { name: string; distance: number } | undefined;
  for (const candidate of known) {
    const away = distance(name.toLowerCase(), candidate.toLowerCase());
    if (away <= Math.max(2, candidate.length / 3) && away < (best?.distance ?? Infinity)) {
      best = { name: candidate, distance: away };
    }
  }
  return best?.name ?? known.find((candidate) => name.length > 2 && candidate.startsWith(name));
}
