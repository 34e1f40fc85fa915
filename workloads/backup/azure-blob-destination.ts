import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import type { Destination } from "./destination";
import { ManagedIdentity } from "./managed-identity";

/** Bytes of one block. A blob has at most 50,000, so this allows dumps of 1.6 TB; one is held in memory. */
const blockSize = 32 * 1024 * 1024;
/** The first version of the service with blocks and locks as used here is 2020-06-12. */
const version = "2023-11-03";
/** How often a request is made that fails for a reason that may pass, and milliseconds before the second time. */
const attempts = 5;
const firstPause = 500;
/** Milliseconds that one request may take. */
const timeout = 300_000;

interface BlobRequest {
  readonly method: "GET" | "PUT";
  readonly address: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

/**
 * A folder of a container of Azure Blob Storage, `https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER`, written as the
 * managed identity of this process. A blob appears only when all its blocks are there and committed, each with its MD5
 * checked by the service. With `?lockDays=DAYS` nobody can change or delete it for so long, whoever they are.
 *
 * Writing needs the data actions `blobs/read`, `blobs/write` and `blobs/add/action` on the container, and to lock also
 * `blobs/immutableStorage/runAsSuperUser/action`.
 */
export class AzureBlobDestination implements Destination {
  private readonly container: URL;
  private readonly folder: string;
  private readonly lockDays: number | undefined;
  private readonly identity: ManagedIdentity;

  /** @throws Error when the address is none of Blob Storage */
  constructor(
    url: URL,
    environment: Readonly<Record<string, string | undefined>> = process.env,
    private readonly request: typeof fetch = fetch,
  ) {
    const [container = "", ...folders] = url.pathname.split("/").filter((part) => part !== "");
    const lockDays = url.searchParams.get("lockDays");
    if (!/^[a-z0-9]+\.blob\./.test(url.hostname) || container === "")
      throw new Error(
        "BACKUP_DESTINATION with https:// must be https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER",
      );
    if (lockDays !== null && !/^[1-9]\d{0,4}$/.test(lockDays))
      throw new Error("BACKUP_DESTINATION must have a number of days as its lockDays");
    this.container = new URL(`/${container}`, url);
    this.folder = folders.map((part) => `${part}/`).join("");
    this.lockDays = lockDays === null ? undefined : Number(lockDays);
    this.identity = new ManagedIdentity(environment, request);
  }

  async write(name: string, content: Readable): Promise<void> {
    const blocks: string[] = [];
    for await (const block of blocksOf(content)) {
      const id = Buffer.from(String(blocks.length).padStart(6, "0")).toString("base64");
      await this.send({
        method: "PUT",
        address: this.blob(name, { comp: "block", blockid: id }),
        headers: { "content-md5": md5(block) },
        body: block,
      });
      blocks.push(id);
    }
    const list = blocks.map((id) => `<Latest>${id}</Latest>`).join("");
    await this.send({
      method: "PUT",
      address: this.blob(name, { comp: "blocklist" }),
      headers: {
        "content-type": "application/xml",
        "x-ms-blob-content-type": "application/octet-stream",
        "if-none-match": "*",
        ...this.lock(),
      },
      body: `<?xml version="1.0" encoding="utf-8"?><BlockList>${list}</BlockList>`,
    });
  }

  async read(name: string): Promise<Readable> {
    const { body } = await this.send({ method: "GET", address: this.blob(name) });
    if (!body) throw new Error(`Blob Storage gave no content for ${name}`);
    return Readable.fromWeb(body);
  }

  async list(beginning: string): Promise<string[]> {
    const names: string[] = [];
    let marker = "";
    do {
      const address = new URL(this.container);
      const query = { restype: "container", comp: "list", prefix: `${this.folder}${beginning}`, marker };
      for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
      const text = await (await this.send({ method: "GET", address })).text();
      for (const name of elements(text, "Name")) names.push(name.slice(this.folder.length));
      marker = elements(text, "NextMarker")[0] ?? "";
    } while (marker !== "");
    return names;
  }

  private blob(name: string, query: Readonly<Record<string, string>> = {}): URL {
    const address = new URL(this.container);
    const path = `${this.folder}${name}`.split("/").map((part) => encodeURIComponent(part));
    address.pathname += `/${path.join("/")}`;
    for (const [key, value] of Object.entries(query)) address.searchParams.set(key, value);
    return address;
  }

  private lock(): Record<string, string> {
    if (this.lockDays === undefined) return {};
    const until = new Date(Date.now() + this.lockDays * 86_400_000);
    return {
      "x-ms-immutability-policy-until-date": until.toUTCString(),
      "x-ms-immutability-policy-mode": "Locked",
    };
  }

  /** @throws Error with the service's own code */
  private async send(request: BlobRequest): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.once(request);
      if (outcome instanceof Response && outcome.ok) return outcome;
      const passing = !(outcome instanceof Response) || outcome.status >= 500 || outcome.status === 429;
      if (passing && attempt < attempts) {
        await sleep(firstPause * 2 ** (attempt - 1));
        continue;
      }
      const reason =
        outcome instanceof Response
          ? `${outcome.status} ${outcome.headers.get("x-ms-error-code") ?? outcome.statusText}`
          : outcome.message;
      throw new Error(`Blob Storage refused ${request.method} ${request.address.pathname}: ${reason}`);
    }
  }

  /** The answer, or the error of a connection that failed. */
  private async once({ address, body, headers, method }: BlobRequest): Promise<Response | Error> {
    const token = await this.identity.token("https://storage.azure.com/");
    try {
      return await this.request(address, {
        method,
        headers: { ...headers, authorization: `Bearer ${token}`, "x-ms-version": version },
        signal: AbortSignal.timeout(timeout),
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }
}

/** The stream in blocks of one size, the last one shorter. */
async function* blocksOf(content: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    let rest = chunk;
    while (bytes + rest.length >= blockSize) {
      const part = rest.subarray(0, blockSize - bytes);
      yield Buffer.concat([...held, part]);
      rest = rest.subarray(part.length);
      held = [];
      bytes = 0;
    }
    held.push(rest);
    bytes += rest.length;
  }
  if (bytes > 0) yield Buffer.concat(held);
}

function md5(block: Buffer): string {
  return createHash("md5").update(block).digest("base64");
}

/** The texts of an XML answer's elements of a name. */
function elements(xml: string, name: string): string[] {
  const entities: Readonly<Record<string, string>> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&apos;": "'",
    "&amp;": "&",
  };
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, text = ""]) =>
    text.replaceAll(/&(?:lt|gt|quot|apos|amp);/g, (entity) => entities[entity] ?? entity),
  );
}
