import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { AzureBlobDestination } from "../../../workloads/backup/azure-blob-destination";
import { openDestination } from "../../../workloads/backup/destination";
import { ManagedIdentity } from "../../../workloads/backup/managed-identity";

const environment = {
  IDENTITY_ENDPOINT: "http://identity.local/msi/token",
  IDENTITY_HEADER: "header-secret",
  AZURE_CLIENT_ID: "11111111-2222-3333-4444-555555555555",
};

/** What Blob Storage keeps, and does, of what the destination uses. */
class BlobStorage {
  readonly blobs = new Map<string, { content: Buffer; headers: Headers }>();
  readonly staged = new Map<string, Map<string, Buffer>>();
  readonly requests: { method: string; url: URL; headers: Headers }[] = [];
  tokens = 0;
  /** Answers that are given instead, in this order; undefined lets a request through. */
  readonly faults: (Response | Error | undefined)[] = [];
  pageSize = 5000;

  readonly request = ((input: URL, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    this.requests.push({ method: init.method ?? "GET", url: input, headers });
    if (input.hostname === "identity.local") return Promise.resolve(this.token());
    const fault = this.faults.shift();
    if (fault instanceof Error) return Promise.reject(fault);
    return fault ? Promise.resolve(fault) : this.answer(input, init, headers);
  }) as typeof fetch;

  private token(): Response {
    this.tokens++;
    return Response.json({
      access_token: "token-1",
      expires_on: String(Math.floor(Date.now() / 1000) + 3600),
    });
  }

  private async answer(url: URL, init: RequestInit, headers: Headers): Promise<Response> {
    if (headers.get("authorization") !== "Bearer token-1") return refused(401, "InvalidAuthenticationInfo");
    const body = Buffer.from(await new Response(init.body ?? null).arrayBuffer());
    const blob = decodeURIComponent(url.pathname);
    switch (url.searchParams.get("comp")) {
      case "block": {
        const sum = createHash("md5").update(body).digest("base64");
        if (headers.get("content-md5") !== sum) return refused(400, "Md5Mismatch");
        const blocks = this.staged.get(blob) ?? new Map<string, Buffer>();
        this.staged.set(blob, blocks.set(url.searchParams.get("blockid") ?? "", body));
        return new Response(null, { status: 201 });
      }
      case "blocklist": {
        if (headers.get("if-none-match") === "*" && this.blobs.has(blob))
          return refused(409, "BlobAlreadyExists");
        const ids = [...body.toString().matchAll(/<Latest>([^<]+)<\/Latest>/g)].map(([, id]) => id ?? "");
        const parts = ids.map((id) => this.staged.get(blob)?.get(id));
        if (parts.includes(undefined)) return refused(400, "InvalidBlockList");
        this.blobs.set(blob, { content: Buffer.concat(parts.map((part) => part ?? Buffer.of())), headers });
        return new Response(null, { status: 201 });
      }
      case "list":
        return new Response(this.page(url));
      default: {
        const found = this.blobs.get(blob);
        return found ? new Response(new Uint8Array(found.content)) : refused(404, "BlobNotFound");
      }
    }
  }

  private page(url: URL): string {
    const prefix = `${url.pathname}/${url.searchParams.get("prefix") ?? ""}`;
    const names = [...this.blobs.keys()].filter((name) => name.startsWith(prefix)).sort();
    const start = Number(url.searchParams.get("marker") ?? 0);
    const end = start + this.pageSize;
    const items = names
      .slice(start, end)
      .map(
        (name) => `<Blob><Name>${name.slice(url.pathname.length + 1).replaceAll("&", "&amp;")}</Name></Blob>`,
      )
      .join("");
    return `<EnumerationResults><Blobs>${items}</Blobs><NextMarker>${end < names.length ? String(end) : ""}</NextMarker></EnumerationResults>`;
  }
}

const refused = (status: number, code: string) =>
  new Response(null, { status, headers: { "x-ms-error-code": code } });

const address = "https://shopdumps1a2b3c.blob.core.windows.net/dumps/backups";
const open = (storage: BlobStorage, url = address) =>
  new AzureBlobDestination(new URL(url), environment, storage.request);

describe("a dump in Blob Storage", () => {
  test("can be read as it was written, over several blocks", async () => {
    const storage = new BlobStorage();
    const destination = open(storage);
    const content = Buffer.alloc(80 * 1024 * 1024, "abcdefghij");
    await destination.write(
      "shop_backup_20260309_020506",
      Readable.from([content.subarray(0, 7), content.subarray(7)]),
    );
    // Jest compares buffers byte by byte, as keys.
    const found = await buffer(await destination.read("shop_backup_20260309_020506"));
    expect(found.equals(content)).toBe(true);
    const sent = storage.requests.filter(({ url }) => url.searchParams.get("comp") === "block");
    expect(sent.map(({ url }) => url.pathname)).toEqual(
      Array(3).fill("/dumps/backups/shop_backup_20260309_020506"),
    );
  });

  test("can be empty", async () => {
    const destination = open(new BlobStorage());
    await destination.write("empty", Readable.from([]));
    expect(await buffer(await destination.read("empty"))).toEqual(Buffer.of());
  });

  test("does not appear when its source fails", async () => {
    const storage = new BlobStorage();
    async function* broken() {
      yield Buffer.alloc(40 * 1024 * 1024);
      await Promise.reject(new Error("pg_dump ended with 1"));
    }
    const writing = open(storage).write("half", Readable.from(broken(), { objectMode: false }));
    await expect(writing).rejects.toThrow("pg_dump ended with 1");
    expect(storage.staged.size).toBe(1);
    expect(await open(storage).list("")).toEqual([]);
  });

  test("is never replaced", async () => {
    const storage = new BlobStorage();
    const destination = open(storage);
    await destination.write("once", Readable.from([Buffer.from("first")]));
    await expect(destination.write("once", Readable.from([Buffer.from("second")]))).rejects.toThrow(
      "Blob Storage refused PUT /dumps/backups/once: 409 BlobAlreadyExists",
    );
    expect(await buffer(await destination.read("once"))).toEqual(Buffer.from("first"));
  });

  test("that is not there is named with the service's code", async () => {
    await expect(open(new BlobStorage()).read("none")).rejects.toThrow("404 BlobNotFound");
  });

  test("is found by the beginning of its name, over several pages", async () => {
    const storage = new BlobStorage();
    storage.pageSize = 2;
    const destination = open(storage);
    const names = ["shop_backup_1", "shop_backup_2", "shop_backup_3&4", "other_backup_1"];
    for (const name of names) await destination.write(name, Readable.from([Buffer.from(name)]));
    expect(await destination.list("shop_backup_")).toEqual(names.slice(0, 3));
  });

  test("is locked for as long as the address says, and only then", async () => {
    const storage = new BlobStorage();
    const before = Date.now();
    await open(storage, `${address}?lockDays=35`).write("locked", Readable.from([Buffer.from("x")]));
    await open(storage).write("open", Readable.from([Buffer.from("x")]));
    const locked = storage.blobs.get("/dumps/backups/locked")?.headers;
    expect(locked?.get("x-ms-immutability-policy-mode")).toBe("Locked");
    const until = Date.parse(locked?.get("x-ms-immutability-policy-until-date") ?? "");
    expect(Math.abs(until - before - 35 * 86_400_000)).toBeLessThan(60_000);
    expect(storage.blobs.get("/dumps/backups/open")?.headers.has("x-ms-immutability-policy-mode")).toBe(
      false,
    );
  });
});

describe("a request that fails", () => {
  test("for a reason that passes is made again", async () => {
    const storage = new BlobStorage();
    storage.faults.push(refused(503, "ServerBusy"), new Error("socket hang up"));
    await open(storage).write("late", Readable.from([Buffer.from("content")]));
    expect(await open(storage).list("")).toEqual(["late"]);
  });

  test("for good is not, and what it says contains no token", async () => {
    const storage = new BlobStorage();
    storage.faults.push(refused(403, "AuthorizationPermissionMismatch"));
    const writing = open(storage).write("refused", Readable.from([Buffer.from("content")]));
    await expect(writing).rejects.toThrow(
      /^Blob Storage refused PUT \/dumps\/backups\/refused: 403 AuthorizationPermissionMismatch$/,
    );
    expect(storage.requests.filter(({ url }) => url.hostname !== "identity.local")).toHaveLength(1);
  });
});

describe("the identity that writes", () => {
  test("is the one that is named, and is asked once", async () => {
    const storage = new BlobStorage();
    const destination = open(storage);
    await destination.write("one", Readable.from([Buffer.from("1")]));
    await destination.list("");
    expect(storage.tokens).toBe(1);
    const asked = storage.requests.find(({ url }) => url.hostname === "identity.local");
    expect(Object.fromEntries(asked?.url.searchParams ?? [])).toEqual({
      "api-version": "2019-08-01",
      resource: "https://storage.azure.com/",
      client_id: environment.AZURE_CLIENT_ID,
    });
    expect(asked?.headers.get("x-identity-header")).toBe("header-secret");
  });

  test("is the instance's where nothing else is said", async () => {
    const asked: { url: string; headers: Headers }[] = [];
    const identity = new ManagedIdentity({}, ((url: URL, init?: RequestInit) => {
      asked.push({ url: String(url), headers: new Headers(init?.headers) });
      return Promise.resolve(Response.json({ access_token: "t", expires_on: 0 }));
    }) as typeof fetch);
    expect(await identity.token("https://storage.azure.com/")).toBe("t");
    expect(await identity.token("https://storage.azure.com/")).toBe("t");
    // What has ended is asked for again.
    expect(asked).toHaveLength(2);
    expect(asked[0]?.url).toMatch(
      /^http:\/\/169\.254\.169\.254\/metadata\/identity\/oauth2\/token\?api-version=2018-02-01&/,
    );
    expect(asked[0]?.headers.get("metadata")).toBe("true");
  });

  test("is the one that a cluster gives it, for the cluster's own token as it is now", async () => {
    const folder = mkdtempSync(join(tmpdir(), "platform-identity-"));
    const file = join(folder, "token");
    const inCluster = {
      AZURE_CLIENT_ID: "client",
      AZURE_TENANT_ID: "tenant",
      AZURE_FEDERATED_TOKEN_FILE: file,
    };
    const asked: { url: string; body: Record<string, string> }[] = [];
    const identity = new ManagedIdentity(inCluster, ((url: URL, init?: RequestInit) => {
      const body = init?.body instanceof URLSearchParams ? Object.fromEntries(init.body) : {};
      asked.push({ url: String(url), body });
      return Promise.resolve(Response.json({ access_token: "t", expires_in: asked.length === 1 ? 1 : 3600 }));
    }) as typeof fetch);
    for (const token of ["first", "second", "third"]) {
      writeFileSync(file, token);
      expect(await identity.token("https://storage.azure.com/")).toBe("t");
    }
    rmSync(folder, { recursive: true });
    // The second lasts.
    expect(asked.map(({ body }) => body["client_assertion"])).toEqual(["first", "second"]);
    expect(asked[0]).toMatchObject({
      url: "https://login.microsoftonline.com/tenant/oauth2/v2.0/token",
      body: { client_id: "client", scope: "https://storage.azure.com/.default" },
    });
  });

  test.each([
    ["a refusal", new Response("no", { status: 400 })],
    ["an answer without a token", Response.json({ error: "invalid_request" })],
  ])("that gives %s is an error in words", async (_, answer) => {
    const identity = new ManagedIdentity(environment, () => Promise.resolve(answer));
    await expect(identity.token("https://storage.azure.com/")).rejects.toThrow(
      /^the managed identity gave no token for https:\/\/storage\.azure\.com\/ \(status \d+\)$/,
    );
  });
});

describe("an address", () => {
  test.each([
    ["https://example.com/dumps", "must be https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER"],
    ["https://shop.blob.core.windows.net/", "must be https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER"],
    ["https://shop.blob.core.windows.net/dumps?lockDays=soon", "must have a number of days as its lockDays"],
    ["ftp://shop/dumps", "must begin with one of"],
  ])("%s is refused", (text, reason) => {
    expect(() => openDestination(text)).toThrow(reason);
  });

  test("of Blob Storage is opened as such", () => {
    expect(openDestination(`${address}?lockDays=7`)).toBeInstanceOf(AzureBlobDestination);
  });
});
