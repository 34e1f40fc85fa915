import { createHash } from "node:crypto";
import { text } from "node:stream/consumers";
import { ClientProgram } from "./client-program";
import type { Destination } from "./destination";
import { checksumName } from "./naming";

export interface RestoreResult {
  readonly bytes: number;
  /** Whether the dump had a checksum beside it to be compared with. */
  readonly checksum: "equal" | "absent";
}

/**
 * Restores a dump into a database, in one transaction: all of it or nothing. Owners and privileges are those of the user
 * who connects.
 *
 * @param replace drop what the dump contains before making it anew; else a database that has any of it is refused
 * @throws Error when anything failed or the dump is not what its checksum says; the database is then as it was
 */
export async function restore(
  name: string,
  connection: Readonly<Record<string, string>>,
  destination: Destination,
  replace: boolean,
  signal: AbortSignal,
): Promise<RestoreResult> {
  const expected = await storedChecksum(name, destination);
  const content = await destination.read(name);
  const target = new ClientProgram(
    "pg_restore",
    [
      "--single-transaction",
      "--exit-on-error",
      "--no-owner",
      "--no-privileges",
      "--no-password",
      ...(replace ? ["--clean", "--if-exists"] : []),
      `--dbname=${connection.PGDATABASE ?? ""}`,
    ],
    connection,
    signal,
  );
  const hash = createHash("sha256");
  let bytes = 0;
  let held: Buffer | undefined;
  try {
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      // The last chunk waits until the sum is known: without it pg_restore cannot come to its commit.
      if (held) await target.write(held);
      held = chunk;
    }
    if (expected !== undefined && hash.digest("hex") !== expected)
      throw new Error(`${name} is not what its checksum says: it was changed or damaged`);
    if (held) await target.write(held);
    target.input.end();
    await target.succeeded();
  } finally {
    target.end();
  }
  return { bytes, checksum: expected === undefined ? "absent" : "equal" };
}

async function storedChecksum(name: string, destination: Destination): Promise<string | undefined> {
  const file = checksumName(name);
  if (!(await destination.list(name)).includes(file)) return undefined;
  return (await text(await destination.read(file))).split(" ")[0];
}
