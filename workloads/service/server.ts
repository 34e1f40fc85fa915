import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { PlainSettings } from "../../stacks/settings";
import { clientAddress } from "./client-address";
import { DeadlineError, within } from "./deadline";
import type { Deployment } from "./deployment";
import { HttpError, readJson, type Endpoint, type Reply } from "./endpoint";
import type { Logger } from "../logger";
import type { Metrics } from "./metrics";
import { notFound } from "./platform-endpoints";
import type { RateLimit } from "./rate-limit";
import { traceId, tracedRequest } from "./tracing";

export interface ServerArgs {
  readonly deployment: Deployment;
  readonly settings: PlainSettings;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly rateLimit: RateLimit;
  readonly endpoints: readonly Endpoint[];
  readonly work: WorkInFlight;
  readonly stopping: () => boolean;
}

/** How many requests are being worked on. One that was answered because its time was up still counts until it ends. */
export class WorkInFlight {
  count = 0;
}

/** The HTTP server, not yet listening: limits, deadlines, request ids, logs, metrics and traces around the endpoints. */
export function createHttpServer(args: ServerArgs): Server {
  const server = createServer((message, response) => {
    void answer(args, message, response);
  });
  // Longer than the idle timeout of the load balancers in front (60 s), or they meet connections that just closed.
  server.keepAliveTimeout = 65_000;
  server.headersTimeout = 66_000;
  return server;
}

async function answer(args: ServerArgs, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const started = performance.now();
  const id = requestId(message.headers["x-request-id"]);
  const method = message.method ?? "GET";
  const forwardedFor = [message.headers["x-forwarded-for"] ?? []].flat().join(",") || undefined;
  const peer = message.socket.remoteAddress ?? "unknown";
  const client = clientAddress(peer, forwardedFor, args.deployment.trustedProxyHops);
  const log = args.log.child({ requestId: id });
  // The base only completes the path: a request line carries no host that could be trusted.
  const path = message.url ?? "/";
  const url = URL.canParse(path, "http://service") ? new URL(path, "http://service") : undefined;
  const atPath = args.endpoints.filter((endpoint) => endpoint.path === url?.pathname);
  const label = atPath[0]?.path ?? "unmatched";

  response.on("close", () => {
    const seconds = (performance.now() - started) / 1000;
    const status = response.writableFinished ? response.statusCode : 499;
    args.metrics.observe({ endpoint: label, method: knownMethod(method), status, seconds });
    const entry = { method, endpoint: label, status, seconds: Number(seconds.toFixed(4)), client };
    if (atPath.some((endpoint) => !endpoint.limited)) log.debug(entry, "probe answered");
    else log.info(entry, "request answered");
  });

  const work = async (): Promise<Reply> => {
    if (!url) throw new HttpError(400, "bad_path", "The path is not valid.");
    const endpoint = atPath.find((one) => one.method === (method === "HEAD" ? "GET" : method));
    if (atPath.length === 0) throw notFound();
    if (!endpoint)
      throw new HttpError(405, "wrong_method", "This path does not take this method.", {
        allow: atPath.map((one) => one.method).join(", "),
      });
    const request = {
      id,
      url,
      log,
      forwarded: forwardedFor !== undefined,
      json: () => readJson(message),
    };
    if (!endpoint.limited) return endpoint.handle(request);
    return tracedRequest(
      `${method} ${endpoint.path}`,
      message.headers,
      { "http.request.method": method, "http.route": endpoint.path },
      async (span) => {
        response.on("finish", () => span.setAttribute("http.response.status_code", response.statusCode));
        const trace = traceId();
        if (trace !== undefined) log.setBindings({ traceId: trace });
        return limited(args, client, message, () => endpoint.handle(request));
      },
    );
  };

  const reply = await work().catch((error: unknown) => failure(error, id, log, args.settings.debug));
  const headers = {
    "x-request-id": id,
    "server-timing": `app;dur=${(performance.now() - started).toFixed(1)}`,
  };
  send(response, method, { ...reply, headers: { ...headers, ...reply.headers } }, args.stopping());
}

/** Runs a request's work within the limits on clients, on concurrency and on time. */
async function limited(
  { settings, work, rateLimit }: ServerArgs,
  client: string,
  message: IncomingMessage,
  handle: () => Promise<Reply> | Reply,
): Promise<Reply> {
  if (work.count >= settings.maxConcurrentRequests)
    throw new HttpError(503, "busy", "Too many requests are being worked on. Try again soon.", {
      "retry-after": "1",
    });
  work.count += 1;
  const finished = (async () => {
    const { allowed, remaining, retryAfter } = await rateLimit.take(client);
    const headers = {
      "ratelimit-limit": String(settings.rateLimitRequests),
      "ratelimit-remaining": String(remaining),
    };
    if (!allowed)
      throw new HttpError(429, "rate_limited", `Too many requests. Try again in ${retryAfter} s.`, {
        ...headers,
        "retry-after": String(retryAfter),
      });
    const reply = await handle();
    return { ...reply, headers: { ...headers, ...reply.headers } };
  })().finally(() => {
    work.count -= 1;
  });
  try {
    return await within(settings.requestTimeout, finished);
  } catch (error) {
    if (!(error instanceof DeadlineError)) throw error;
    const incomplete = !message.complete;
    throw new HttpError(
      incomplete ? 408 : 504,
      "timeout",
      `The request was given up after ${settings.requestTimeout} s.`,
      { connection: "close" },
    );
  }
}

function failure(error: unknown, id: string, log: Logger, debug: boolean): Reply {
  if (error instanceof HttpError) {
    const { status, code, message, headers } = error;
    return { status, body: { error: { code, message, requestId: id } }, headers };
  }
  log.error({ err: error }, "the request failed");
  const message = debug && error instanceof Error ? error.name : "Something went wrong on our side.";
  return { status: 500, body: { error: { code: "internal", message, requestId: id } } };
}

function send(response: ServerResponse, method: string, reply: Reply, last: boolean): void {
  if (response.destroyed) return;
  const text = typeof reply.body === "string" ? reply.body : `${JSON.stringify(reply.body)}\n`;
  response.writeHead(reply.status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(last && { connection: "close" }),
    ...reply.headers,
    "content-length": Buffer.byteLength(text),
  });
  response.end(method === "HEAD" ? undefined : text);
}

/** The caller's id, where it is one that is safe to log and to send back; else a new one. */
function requestId(given: string | string[] | undefined): string {
  return typeof given === "string" && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID();
}

/** A client can send any word as a method; as a label each would be a new time series. */
function knownMethod(method: string): string {
  return ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].includes(method) ? method : "other";
}
