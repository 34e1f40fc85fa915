import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

/** The few requests of S3's REST interface that an upload, a download and a listing make, in memory, on loopback. */
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

    if (url.searchParams.has("list-type")) reply(200, this.listing(url.searchParams.get("prefix") ?? ""));
    else if (method === "GET") {
      const object = this.objects.get(key);
      if (object) response.writeHead(200, { "content-length": object.length }).end(object);
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

  private listing(prefix: string): string {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix)).sort();
    const contents = keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("");
    return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents}</ListBucketResult>`;
  }
}
