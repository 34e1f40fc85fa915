import { distance } from "fastest-levenshtein";

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
