const pattern = /^(.+)_backup_(\d{4})(\d{2})(\d{2})_(\d{2})(\d{2})(\d{2})$/;

/** The name of a dump: `NAME_backup_YYYYMMDD_HHMMSS`, in UTC. */
export function dumpName(name: string, time: Date): string {
  const [date = "", clock = ""] = time.toISOString().slice(0, 19).split("T");
  return `${name}_backup_${date.replaceAll("-", "")}_${clock.replaceAll(":", "")}`;
}

/** When a dump of `name` was made; undefined when the text is not the name of one. */
export function dumpTime(name: string, text: string): Date | undefined {
  const [, owner, ...digits] = pattern.exec(text) ?? [];
  if (owner !== name) return undefined;
  const [year, month, day, hour, minute, second] = digits;
  const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(time.getTime()) || dumpName(name, time) !== text ? undefined : time;
}

/** The newest dump of `name` that was begun at `before` or earlier; undefined when there is none. */
export function newestDump(name: string, names: readonly string[], before: Date): string | undefined {
  return names
    .map((text) => ({ text, time: dumpTime(name, text) }))
    .filter(({ time }) => time !== undefined && time <= before)
    .map(({ text }) => text)
    .sort()
    .at(-1);
}

/** The name of the file beside a dump that holds its SHA-256, in the format of `sha256sum`. */
export function checksumName(dump: string): string {
  return `${dump}.sha256`;
}
