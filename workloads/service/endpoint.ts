import type { IncomingMessage, OutgoingHttpHeaders } from "node:http";
import type { Logger } from "../logger";

/** An answer that is not a success, in words for whoever asked. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    /** Short name that programs can compare. */
    readonly code: string,
    message: string,
    readonly headers: OutgoingHttpHeaders = {},
  ) {
    super(message);
  }
}

export interface EndpointRequest {
  readonly id: string;
  readonly url: URL;
  readonly log: Logger;
  /** Whether a proxy passed it on, so that it may come from outside. */
  readonly forwarded: boolean;
  /** The body as JSON. @throws HttpError 413 when it is too long, 400 when it is not JSON. */
  json(): Promise<unknown>;
}

export interface Reply {
  readonly status: number;
  /** Sent as JSON, unless it is text. */
  readonly body: unknown;
  readonly headers?: OutgoingHttpHeaders;
}

export interface Endpoint {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Whether limits and traces apply. Not to probes: a busy replica must still say that it lives. */
  readonly limited: boolean;
  handle(request: EndpointRequest): Promise<Reply> | Reply;
}

/** Longest body that is read, in bytes. */
const longestBody = 16 * 1024;

/** Reads a request's JSON body. */
export async function readJson(message: IncomingMessage): Promise<unknown> {
  const tooLong = () =>
    new HttpError(413, "body_too_long", `A body may have at most ${longestBody} bytes.`, {
      connection: "close",
    });
  if (Number(message.headers["content-length"] ?? 0) > longestBody) throw tooLong();
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) throw tooLong();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new HttpError(400, "not_json", "The body is not valid JSON.");
  }
}
