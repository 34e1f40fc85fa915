import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { ClientProgram } from "./client-program";
import type { Destination } from "./destination";
import { checksumName } from "./naming";

export interface DumpResult {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Milliseconds to wait for a lock that a schema change holds, instead of for ever. */
const lockTimeout = 300_000;

/**
 * Dumps a database and stores the dump under a name. The stream ends, and so the name appears, only when pg_dump has
 * ended well and pg_restore has read the same bytes to their end; the SHA-256 is stored beside it afterwards.
 *
 * @throws Error when anything failed; the name then stays free
 */
export async function dump(
  name: string,
  connection: Readonly<Record<string, string>>,
  destination: Destination,
  signal: AbortSignal,
): Promise<DumpResult> {
  const args = ["--format=custom", "--no-password", `--lock-wait-timeout=${lockTimeout}`];
  const source = new ClientProgram("pg_dump", args, connection, signal);
  const reader = new ClientProgram("pg_restore", ["--file=/dev/null"], {}, signal);
  const hash = createHash("sha256");
  let bytes = 0;

  async function* verified(): AsyncGenerator<Buffer> {
    for await (const chunk of source.output as AsyncIterable<Buffer>) {
      hash.update(chunk);
      bytes += chunk.length;
      await reader.write(chunk);
      yield chunk;
    }
    await source.succeeded();
    reader.input.end();
    await reader.succeeded();
  }

  try {
    await destination.write(name, Readable.from(verified(), { objectMode: false }));
  } finally {
    source.end();
    reader.end();
  }
  const sha256 = hash.digest("hex");
  await destination.write(checksumName(name), Readable.from([Buffer.from(`${sha256}  ${name}\n`)]));
  return { name, bytes, sha256 };
}
