import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { CloudStorageDestination } from "../../../workloads/backup/cloud-storage-destination";
import { openDestination } from "../../../workloads/backup/destination";

const MEBIBYTE = 1024 * 1024;

/** What Cloud Storage keeps, and does, of what the destination uses. */
class CloudStorage {
  readonly objects = new Map<string, Buffer>();
  readonly requests: { method: string; url: URL; headers: Headers }[] = [];
  tokens = 0;
  pageSize = 1000;
  /** What happens instead to the next requests that carry bytes: an answer, a broken connection, or undefined: nothing. */
  readonly faults: (Response | Error | undefined)[] = [];
  /** Bytes that are kept of a request whose connection breaks. */
  kept = 0;
  private upload: { name: string; content: Buffer } | undefined;

  readonly request = ((input: URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    this.requests.push({ method: init.method ?? "GET", url: input, headers });
    if (input.hostname === "metadata.google.internal") return Promise.resolve(this.token(headers));
    if (headers.get("authorization") !== "Bearer token-1")
      return Promise.resolve(new Response(null, { status: 401 }));
    return this.answer(input, init, headers);
  }) as typeof fetch;

  private token(headers: Headers): Response {
    this.tokens++;
    return headers.get("metadata-flavor") === "Google"
      ? Response.json({ access_token: "token-1", expires_in: 3600, token_type: "Bearer" })
      : new Response(null, { status: 403 });
  }

  private async answer(url: URL, init: RequestInit, headers: Headers): Promise<Response> {
    const name = url.searchParams.get("name") ?? "";
    if (init.method === "POST") {
      if (url.searchParams.get("ifGenerationMatch") === "0" && this.objects.has(name))
        return new Response(null, { status: 412 });
      this.upload = { name, content: Buffer.of() };
      return new Response(null, { headers: { location: "https://storage.googleapis.com/session/1" } });
    }
    if (url.pathname === "/session/1") return this.session(init, headers);
    return url.pathname.endsWith("/o") ? this.listing(url) : this.download(url);
  }

  private async session(init: RequestInit, headers: Headers): Promise<Response> {
    if (!this.upload) return new Response(null, { status: 404 });
    if (init.method === "DELETE") {
      this.upload = undefined;
      return new Response(null, { status: 499 });
    }
    const body = Buffer.from(await new Response(init.body ?? null).arrayBuffer());
    const [, range, total] = /^bytes (.+)\/(.+)$/.exec(headers.get("content-range") ?? "") ?? [];
    if (body.length > 0) {
      const fault = this.faults.shift();
      if (fault instanceof Error)
        this.upload.content = Buffer.concat([this.upload.content, body.subarray(0, this.kept)]);
      if (fault instanceof Error) throw fault;
      if (fault) return fault;
      if (Number(range?.split("-")[0]) !== this.upload.content.length)
        return new Response(null, { status: 400, statusText: "Wrong place" });
      this.upload.content = Buffer.concat([this.upload.content, body]);
    }
    const { content, name } = this.upload;
    if (total !== String(content.length))
      return new Response(null, {
        status: 308,
        ...(content.length > 0 && { headers: { range: `bytes=0-${content.length - 1}` } }),
      });
    this.objects.set(name, content);
    return Response.json({ md5Hash: createHash("md5").update(content).digest("base64") });
  }

  private listing(url: URL): Response {
    const prefix = url.searchParams.get("prefix") ?? "";
    const from = Number(url.searchParams.get("pageToken") ?? 0);
    const names = [...this.objects.keys()].filter((name) => name.startsWith(prefix)).sort();
    const next = from + this.pageSize;
    return Response.json({
      ...(names.length > 0 && { items: names.slice(from, next).map((name) => ({ name })) }),
      ...(next < names.length && { nextPageToken: String(next) }),
    });
  }

  private download(url: URL): Response {
    const content = this.objects.get(decodeURIComponent(url.pathname.split("/o/")[1] ?? ""));
    return content && url.searchParams.get("alt") === "media"
      ? new Response(new Uint8Array(content))
      : new Response(null, { status: 404, statusText: "Not Found" });
  }
}

const open = (storage: CloudStorage) =>
  new CloudStorageDestination(new URL("gs://dumps/backups"), {}, storage.request, () => Promise.resolve());
const stream = (...chunks: Buffer[]) => Readable.from(chunks, { objectMode: false });
const parts = ({ requests }: CloudStorage) =>
  requests.filter(({ method }) => method === "PUT").map(({ headers }) => headers.get("content-range"));

describe("a folder of Cloud Storage", () => {
  test("is what gs:// opens", () => {
    expect(openDestination("gs://dumps/backups")).toBeInstanceOf(CloudStorageDestination);
  });

  test("keeps what it was given, and gives it back", async () => {
    const storage = new CloudStorage();
    const destination = open(storage);
    await destination.write("shop_1", stream(Buffer.from("some "), Buffer.from("bytes")));
    expect([...storage.objects.keys()]).toEqual(["backups/shop_1"]);
    expect((await buffer(await destination.read("shop_1"))).toString()).toBe("some bytes");
    expect(storage.tokens).toBe(1);
  });

  test("takes a large stream in parts, of which the last one says how long it was", async () => {
    const storage = new CloudStorage();
    const content = Buffer.alloc(40 * MEBIBYTE, "dump");
    await open(storage).write("shop_1", stream(content));
    expect(parts(storage)).toEqual([
      `bytes 0-${32 * MEBIBYTE - 1}/*`,
      `bytes ${32 * MEBIBYTE}-${40 * MEBIBYTE - 1}/${40 * MEBIBYTE}`,
    ]);
    expect(storage.objects.get("backups/shop_1")?.equals(content)).toBe(true);
  });

  test.each([0, 32 * MEBIBYTE])(
    "takes a stream of %i bytes, which leaves nothing for a last part",
    async (size) => {
      const storage = new CloudStorage();
      await open(storage).write("shop_1", stream(Buffer.alloc(size)));
      expect(storage.objects.get("backups/shop_1")).toHaveLength(size);
      expect(parts(storage).at(-1)).toBe(`bytes */${size}`);
    },
  );

  test("never replaces what is there", async () => {
    const storage = new CloudStorage();
    storage.objects.set("backups/shop_1", Buffer.from("old"));
    await expect(open(storage).write("shop_1", stream(Buffer.from("new")))).rejects.toThrow(
      "412 there is an object of this name already",
    );
    expect(storage.objects.get("backups/shop_1")?.toString()).toBe("old");
  });

  test("leaves the name free when the stream fails, and throws the stream's own error", async () => {
    const storage = new CloudStorage();
    const broken = Readable.from(
      (async function* () {
        yield await Promise.resolve(Buffer.from("half of it"));
        throw new Error("pg_dump ended with 1");
      })(),
      { objectMode: false },
    );
    await expect(open(storage).write("shop_1", broken)).rejects.toThrow("pg_dump ended with 1");
    expect(storage.objects.size).toBe(0);
    expect(storage.requests.at(-1)).toMatchObject({ method: "DELETE" });
  });

  test.each([0, 4])("goes on where a broken connection ended, after %i bytes", async (kept) => {
    const storage = new CloudStorage();
    storage.kept = kept;
    storage.faults.push(new Error("ECONNRESET"), new Response(null, { status: 503 }));
    await open(storage).write("shop_1", stream(Buffer.from("some bytes")));
    expect(storage.objects.get("backups/shop_1")?.toString()).toBe("some bytes");
  });

  test("gives up when it keeps failing", async () => {
    const storage = new CloudStorage();
    storage.faults.push(...Array.from({ length: 9 }, () => new Response(null, { status: 503 })));
    await expect(open(storage).write("shop_1", stream(Buffer.from("bytes")))).rejects.toThrow(
      "did not take bytes 0 to 5 of a dump: 503",
    );
    expect(storage.objects.size).toBe(0);
  });

  test("does not try again what is refused for good", async () => {
    const storage = new CloudStorage();
    storage.faults.push(new Response(null, { status: 403, statusText: "Forbidden" }));
    await expect(open(storage).write("shop_1", stream(Buffer.from("bytes")))).rejects.toThrow(
      "403 Forbidden",
    );
    expect(parts(storage)).toHaveLength(1);
  });

  test("says so when other bytes were stored than were sent", async () => {
    const storage = new CloudStorage();
    storage.faults.push(Response.json({ md5Hash: "b3RoZXI=" }));
    await expect(open(storage).write("shop_1", stream(Buffer.from("bytes")))).rejects.toThrow(
      "stored other bytes under shop_1",
    );
  });

  test("lists all pages, by their names in the folder", async () => {
    const storage = new CloudStorage();
    storage.pageSize = 2;
    for (const name of ["shop_1", "shop_2", "shop_3", "other_1"])
      storage.objects.set(`backups/${name}`, Buffer.of());
    storage.objects.set("elsewhere/shop_9", Buffer.of());
    expect(await open(storage).list("shop_")).toEqual(["shop_1", "shop_2", "shop_3"]);
    expect(await open(storage).list("nothing")).toEqual([]);
  });

  test("has no content for a name that is not there", async () => {
    await expect(open(new CloudStorage()).read("shop_1")).rejects.toThrow("404 Not Found");
  });

  test("tells nothing of a token that it did not get", async () => {
    const storage = new CloudStorage();
    const request = ((url: URL, init?: RequestInit) =>
      url.hostname === "metadata.google.internal"
        ? Promise.resolve(new Response("canary", { status: 500 }))
        : storage.request(url, init)) as typeof fetch;
    const destination = new CloudStorageDestination(new URL("gs://dumps"), {}, request);
    await expect(destination.list("")).rejects.toThrow("the metadata server gave no token (status 500)");
  });
});
