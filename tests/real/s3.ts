import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** When everything was written last: no client here compares times. */
const modified = new Date("2026-01-01T00:00:00Z");

/** The few requests of S3's REST interface that an upload, a download, a copy and a listing make, in memory, on loopback. */
export class S3 {
  readonly objects = new Map<string, Buffer>();
  /** Parts of the uploads that are neither completed nor aborted, by upload id. */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  /** What clients did, as `METHOD name`. */
  readonly requests: string[] = [];
  /** When set, parts are refused with this status. */
  refuseParts: number | undefined;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<S3> {
    const server = createServer();
    const s3 = new S3(server);
    server.on("request", (message: IncomingMessage, response: ServerResponse) => {
      void s3.answer(message, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return s3;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_REGION: "eu-west-1",
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
    };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(message.url ?? "/", "http://s3");
    const [, , ...path] = decodeURIComponent(url.pathname).split("/");
    const key = path.join("/");
    const method = message.method ?? "";
    this.requests.push(`${method} ${key}${url.searchParams.has("partNumber") ? " part" : ""}`);
    const body = await buffer(message);
    const reply = (status: number, xml = "", headers: Record<string, string> = {}) =>
      response.writeHead(status, { etag: '"0"', ...headers }).end(xml);
    const id = url.searchParams.get("uploadId");
    const parts = id === null ? undefined : this.uploads.get(id);
    const conditional = message.headers["if-none-match"] === "*" && this.objects.has(key);

    const { "x-amz-copy-source": source } = message.headers;

    if (url.searchParams.has("list-type")) reply(200, this.listing(url.searchParams));
    else if (method === "GET" || method === "HEAD") {
      const object = this.objects.get(key);
      const found = { "content-length": object?.length, "last-modified": modified.toUTCString() };
      if (object) response.writeHead(200, found).end(method === "GET" ? object : undefined);
      else reply(404, "<Error><Code>NoSuchKey</Code><Message>no such key</Message></Error>");
    } else if (url.searchParams.has("uploads")) {
      const upload = `upload-${this.requests.length}`;
      this.uploads.set(upload, new Map());
      reply(
        200,
        `<InitiateMultipartUploadResult><UploadId>${upload}</UploadId></InitiateMultipartUploadResult>`,
      );
    } else if (method === "DELETE" && id !== null) {
      this.uploads.delete(id);
      reply(204);
    } else if (method === "DELETE") {
      this.objects.delete(key);
      reply(204);
    } else if (typeof source === "string") {
      const [, ...from] = decodeURIComponent(source).replace(/^\//, "").split("/");
      this.objects.set(key, this.objects.get(from.join("/")) ?? Buffer.alloc(0));
      reply(
        200,
        `<CopyObjectResult><ETag>"0"</ETag><LastModified>${modified.toISOString()}</LastModified></CopyObjectResult>`,
      );
    } else if (method === "PUT" && parts) {
      if (this.refuseParts !== undefined) {
        reply(this.refuseParts, "<Error><Code>AccessDenied</Code><Message>denied</Message></Error>");
        return;
      }
      parts.set(Number(url.searchParams.get("partNumber")), body);
      reply(200);
    } else if (conditional)
      reply(412, "<Error><Code>PreconditionFailed</Code><Message>exists</Message></Error>");
    else if (parts && id !== null) {
      const ordered = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
      this.objects.set(key, Buffer.concat(ordered));
      this.uploads.delete(id);
      reply(200, "<CompleteMultipartUploadResult><ETag>0</ETag></CompleteMultipartUploadResult>");
    } else {
      this.objects.set(key, body);
      reply(200);
    }
  }

  /** Keys that begin with a prefix; those in deeper folders by their folder alone, where a delimiter is given. */
  private listing(query: URLSearchParams): string {
    const prefix = query.get("prefix") ?? "";
    const delimiter = query.get("delimiter") ?? "";
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    const folderOf = (key: string): string | undefined => {
      const end = delimiter === "" ? -1 : key.indexOf(delimiter, prefix.length);
      return end < 0 ? undefined : key.slice(0, end + delimiter.length);
    };
    const contents = keys
      .filter((key) => folderOf(key) === undefined)
      .map(
        (key) =>
          `<Contents><Key>${key}</Key><Size>${this.objects.get(key)?.length ?? 0}</Size><ETag>"0"</ETag>` +
          `<LastModified>${modified.toISOString()}</LastModified></Contents>`,
      );
    const folders = [...new Set(keys.flatMap((key) => folderOf(key) ?? []))].map(
      (folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`,
    );
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join("")}${folders.join("")}</ListBucketResult>`;
  }
}
