/** Minutes of an ISO 8601 duration of days, hours, minutes and seconds: `PT5M`, `P1D`; `undefined` if the text is none. */
export function minutesOf(duration: string): number | undefined {
  const match = /^P(?=\d|T)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (match === null) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part || 0));
  return days * 1440 + hours * 60 + minutes + seconds / 60;
}

/** Minutes as ISO 8601 writes them: `PT5M`, `PT1H`, `P1D`. */
export function durationOf(minutes: number): string {
  if (minutes % 1440 === 0) return `P${String(minutes / 1440)}D`;
  return minutes % 60 === 0 ? `PT${String(minutes / 60)}H` : `PT${String(minutes)}M`;
}
