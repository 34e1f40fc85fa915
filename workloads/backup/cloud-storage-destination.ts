import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import type { Destination } from "./destination";
import { MetadataToken } from "./metadata-token";

/** Bytes of one part, a multiple of 256 KiB; two are held in memory. An object may have 5 TB. */
const partSize = 32 * 1024 * 1024;
/** How often a request is made that fails for a reason that may pass, and milliseconds before the second time. */
const attempts = 5;
const firstPause = 500;
/** Milliseconds that one request may take. */
const timeout = 300_000;

const listings = z.object({
  items: z.array(z.object({ name: z.string() })).default([]),
  nextPageToken: z.string().optional(),
});
const objects = z.object({ md5Hash: z.string() });

interface StorageRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly address: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

interface Part {
  readonly content: Buffer;
  /** Bytes before it. */
  readonly start: number;
  /** Whether the stream has ended after it. */
  readonly last: boolean;
}

/**
 * A folder of a bucket of Google Cloud Storage, written as the service account of this process. An object appears only with
 * its last part, which is sent when the stream has ended well, and its MD5 is compared.
 *
 * Writing needs `storage.objects.create` on the bucket; reading also `storage.objects.get` and `storage.objects.list`.
 */
export class CloudStorageDestination implements Destination {
  private readonly bucket: string;
  private readonly folder: string;
  private readonly account: MetadataToken;

  constructor(
    url: URL,
    environment: Readonly<Record<string, string | undefined>> = process.env,
    private readonly request: typeof fetch = fetch,
    private readonly pause: (milliseconds: number) => Promise<unknown> = sleep,
  ) {
    this.bucket = url.hostname;
    const path = url.pathname.replace(/^\/+|\/+$/g, "");
    this.folder = path === "" ? "" : `${path}/`;
    this.account = new MetadataToken(environment, request);
  }

  async write(name: string, content: Readable): Promise<void> {
    const session = await this.begin(name);
    const hash = createHash("md5");
    try {
      for await (const part of partsOf(content)) {
        hash.update(part.content);
        const stored = await this.send(session, part);
        if (stored !== undefined && stored !== hash.digest("base64"))
          throw new Error(`Cloud Storage stored other bytes under ${name} than were sent`);
      }
    } catch (error) {
      // What was sent of it goes; should this fail too, it goes by itself after a week.
      await this.once({ method: "DELETE", address: session });
      throw error;
    }
  }

  async read(name: string): Promise<Readable> {
    const address = this.address("storage/v1", `/${encodeURIComponent(`${this.folder}${name}`)}`, {
      alt: "media",
    });
    const { body } = await this.ask({ method: "GET", address });
    if (!body) throw new Error(`Cloud Storage gave no content for ${name}`);
    return Readable.fromWeb(body);
  }

  async list(beginning: string): Promise<string[]> {
    const names: string[] = [];
    let page: string | undefined = "";
    do {
      const address = this.address("storage/v1", "", {
        prefix: `${this.folder}${beginning}`,
        fields: "items(name),nextPageToken",
        ...(page !== "" && { pageToken: page }),
      });
      const answer = await this.ask({ method: "GET", address });
      const { items, nextPageToken } = listings.parse(await answer.json());
      names.push(...items.map((item) => item.name.slice(this.folder.length)));
      page = nextPageToken;
    } while (page !== undefined);
    return names;
  }

  /** Opens an upload that only makes an object where there is none. @returns the address that its parts go to */
  private async begin(name: string): Promise<URL> {
    const address = this.address("upload/storage/v1", "", {
      uploadType: "resumable",
      name: `${this.folder}${name}`,
      ifGenerationMatch: "0",
    });
    const answer = await this.ask({ method: "POST", address, headers: { "content-length": "0" } });
    return new URL(answer.headers.get("location") ?? "");
  }

  /**
   * Sends a part, and what is left of it when a connection broke.
   *
   * @returns the MD5 of the object, with its last part
   */
  private async send(session: URL, { content, last, start }: Part): Promise<string | undefined> {
    const end = start + content.length;
    const total = last ? String(end) : "*";
    let sent = start;
    let failures = 0;
    // After a failure nobody knows how far it came: then that is asked for, with an empty body.
    let asking = false;
    for (;;) {
      const rest = asking ? Buffer.alloc(0) : content.subarray(sent - start);
      const outcome = await this.once({
        method: "PUT",
        address: session,
        headers: { "content-range": `bytes ${rest.length > 0 ? `${sent}-${end - 1}` : "*"}/${total}` },
        body: rest,
      });
      if (outcome instanceof Response && outcome.ok) return objects.parse(await outcome.json()).md5Hash;
      const goesOn = outcome instanceof Response && outcome.status === 308;
      if (goesOn) {
        const before = sent;
        sent = Math.max(start, storedBytes(outcome));
        if (!last && sent === end) return undefined;
        // An answer that says where it stands is none that failed; one that took nothing is.
        if (asking || sent > before) {
          asking = false;
          continue;
        }
      }
      failures += 1;
      if ((!goesOn && !isPassing(outcome)) || failures === attempts)
        throw new Error(
          `Cloud Storage did not take bytes ${start} to ${end} of a dump: ${reasonOf(outcome)}`,
        );
      await this.pause(firstPause * 2 ** (failures - 1));
      asking = true;
    }
  }

  private address(interfaceName: string, path: string, query: Readonly<Record<string, string>>): URL {
    const address = new URL(`https://storage.googleapis.com/${interfaceName}/b/${this.bucket}/o${path}`);
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    return address;
  }

  /** @throws Error with the service's own reason */
  private async ask(request: StorageRequest): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.once(request);
      if (outcome instanceof Response && outcome.ok) return outcome;
      if (!isPassing(outcome) || attempt === attempts)
        throw new Error(`Cloud Storage refused ${request.method} ${this.bucket}: ${reasonOf(outcome)}`);
      await this.pause(firstPause * 2 ** (attempt - 1));
    }
  }

  /** The answer, or the error of a connection that failed. */
  private async once({ address, body, headers, method }: StorageRequest): Promise<Response | Error> {
    const token = await this.account.token();
    try {
      return await this.request(address, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}` },
        // 308 is no redirection here: it means "go on".
        redirect: "manual",
        signal: AbortSignal.timeout(timeout),
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

function isPassing(outcome: Response | Error): boolean {
  return !(outcome instanceof Response) || outcome.status >= 500 || outcome.status === 429;
}

function reasonOf(outcome: Response | Error): string {
  if (!(outcome instanceof Response)) return outcome.message;
  return outcome.status === 412
    ? "412 there is an object of this name already"
    : `${outcome.status} ${outcome.statusText}`.trim();
}

/** How many bytes of an upload are stored, from `Range: bytes=0-LAST`; none without it. */
function storedBytes(answer: Response): number {
  const [, last] = /^bytes=0-(\d+)$/.exec(answer.headers.get("range") ?? "") ?? [];
  return last === undefined ? 0 : Number(last) + 1;
}

/** The stream in parts of one size. The last one, shorter or empty, comes only once the stream has ended. */
async function* partsOf(content: Readable): AsyncGenerator<Part> {
  let held: Buffer[] = [];
  let bytes = 0;
  let start = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (bytes + rest.length >= partSize) {
      const end = rest.subarray(0, partSize - bytes);
      yield { content: Buffer.concat([...held, end]), start, last: false };
      start += partSize;
      rest = rest.subarray(end.length);
      held = [];
      bytes = 0;
    }
    held.push(rest);
    bytes += rest.length;
  }
  yield { content: Buffer.concat(held), start, last: true };
}
