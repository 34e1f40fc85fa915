import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** Encrypt and Decrypt of KMS's interface with one key, in memory, on loopback. */
export class Kms {
  /** Everything that was ever given to be encrypted, in base64: it may be found nowhere else. */
  readonly plaintexts: string[] = [];
  private readonly key = randomBytes(32);

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Kms> {
    const server = createServer();
    const kms = new Kms(server);
    server.on("request", (message: IncomingMessage, response: ServerResponse) => {
      void kms.answer(message, response);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return kms;
  }

  get environment(): Record<string, string> {
    const { port } = this.server.address() as AddressInfo;
    return { AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${port}` };
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, "close");
  }

  private async answer(message: IncomingMessage, response: ServerResponse): Promise<void> {
    const request = (await json(message)) as {
      KeyId?: string;
      Plaintext?: string;
      CiphertextBlob?: string;
    };
    const reply = (status: number, body: object) =>
      response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
    try {
      if (message.headers["x-amz-target"] === "TrentService.Encrypt")
        reply(200, { KeyId: request.KeyId, CiphertextBlob: this.seal(request.Plaintext ?? "") });
      else reply(200, { KeyId: request.KeyId, Plaintext: this.open(request.CiphertextBlob ?? "") });
    } catch {
      reply(400, { __type: "InvalidCiphertextException" });
    }
  }

  private seal(plaintext: string): string {
    this.plaintexts.push(plaintext);
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const sealed = Buffer.concat([cipher.update(Buffer.from(plaintext, "base64")), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64");
  }

  private open(blob: string): string {
    const bytes = Buffer.from(blob, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, bytes.subarray(0, 12));
    decipher.setAuthTag(bytes.subarray(12, 28));
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("base64");
  }
}
