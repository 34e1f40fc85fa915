import { parseArgs } from "node:util";
import { z } from "zod";
import { connectionEnvironment } from "./connection";
import { openDestination, type Destination } from "./destination";
import { dumpTime } from "./naming";

export const usage = `usage: dump
       restore [--name NAME_backup_YYYYMMDD_HHMMSS | --before TIME] [--replace]

Environment: DATABASE_URL, BACKUP_DESTINATION (s3://BUCKET/FOLDER, gs://BUCKET/FOLDER,
https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER or file:///FOLDER), BACKUP_NAME.
restore takes the newest dump, the newest before an ISO 8601 time, or the one named. It refuses a database that
already has what the dump contains, unless --replace is given.
`;

export type Task =
  | { readonly command: "dump" }
  | {
      readonly command: "restore";
      readonly name?: string;
      readonly before: Date;
      readonly replace: boolean;
    };

export interface Command {
  readonly task: Task;
  readonly connection: Readonly<Record<string, string>>;
  readonly destination: Destination;
  readonly backupName: string;
}

const backupNames = z
  .string("is missing")
  .regex(/^[A-Za-z0-9-]{1,63}$/, "must be 1 to 63 letters, digits and hyphens");

/**
 * What to do, from the arguments and the environment.
 *
 * @returns the command, or one line for everything that is wrong; none contains a value of DATABASE_URL
 */
export function readCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Command | { readonly problems: readonly string[] } {
  const problems: string[] = [];
  const attempt = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
      return undefined;
    }
  };
  const name = backupNames.safeParse(environment.BACKUP_NAME);
  if (!name.success)
    problems.push(`BACKUP_NAME ${name.error.issues.map((issue) => issue.message).join(", ")}`);
  const task = attempt(() => readTask(args, name.data));
  const connection = attempt(() => connectionEnvironment(environment.DATABASE_URL ?? ""));
  const destination = attempt(() => openDestination(environment.BACKUP_DESTINATION ?? ""));
  if (!task || !connection || !destination || !name.success) return { problems };
  return { task, connection, destination, backupName: name.data };
}

function readTask(args: readonly string[], backupName: string | undefined): Task {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { name: { type: "string" }, before: { type: "string" }, replace: { type: "boolean" } },
  });
  const [command = "dump", ...more] = positionals;
  if (more.length > 0) throw new Error(`unexpected argument ${more.join(" ")}`);
  if (command === "dump") {
    if (Object.keys(values).length > 0) throw new Error("dump takes no options");
    return { command };
  }
  if (command !== "restore") throw new Error(`unknown command ${command}: there are dump and restore`);
  const { name, before, replace = false } = values;
  if (name !== undefined && before !== undefined) throw new Error("give --name or --before, not both");
  if (name !== undefined && backupName !== undefined && !dumpTime(backupName, name))
    throw new Error(
      `--name must be the name of a dump of ${backupName}: ${backupName}_backup_YYYYMMDD_HHMMSS`,
    );
  const time = before === undefined ? new Date() : new Date(before);
  if (Number.isNaN(time.getTime()))
    throw new Error("--before must be an ISO 8601 time such as 2026-01-31T12:00:00Z");
  return { command, before: time, replace, ...(name !== undefined && { name }) };
}
