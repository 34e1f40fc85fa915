import { once } from "node:events";
import { createServer, request, type ClientRequest, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { eventually, freePort, removeFolder, Running, temporaryFolder } from "./processes";
import { PostgreSql } from "./postgresql";
import { Redis } from "./redis";
import { bundle, ServiceProcess } from "./service-process";

jest.setTimeout(60_000);

const canary = 'canary-7f3a "p@ss/w%rd\\';
let folder: string;
let program: string;
let database: PostgreSql;
let cache: Redis;
const services: ServiceProcess[] = [];

beforeAll(async () => {
  folder = temporaryFolder();
  program = await bundle("service", folder);
  [database, cache] = await Promise.all([PostgreSql.start(canary), Redis.start(canary)]);
});

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.end()));
});

afterAll(async () => {
  await Promise.all([database.stop(), cache.stop()]);
  removeFolder(folder);
});

async function start(environment: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> {
  const service = await ServiceProcess.start(program, environment);
  services.push(service);
  return service;
}

const connected = () => ({ DATABASE_URL: database.url(), REDIS_URL: cache.url });

async function answer(
  url: string,
  init?: RequestInit,
): Promise<{ status: number; body: unknown; headers: Headers }> {
  const response = await fetch(url, init);
  return { status: response.status, body: await response.json(), headers: response.headers };
}

/** A request whose body is only half sent: in flight until `finish` is called. */
async function slowRequest(service: ServiceProcess): Promise<{
  readonly message: ClientRequest;
  finish(): Promise<IncomingMessage>;
}> {
  const body = '{"page":"/slow"}';
  const message = request(service.url("/visits"), {
    method: "POST",
    agent: false,
    headers: { "content-length": body.length },
  });
  const response = once(message, "response") as Promise<[IncomingMessage]>;
  response.catch(() => undefined);
  message.write(body.slice(0, 5));
  await eventually("the request's arrival", async () =>
    (await sample(service, "test_api_requests_in_flight")) === 1 ? true : undefined,
  );
  return {
    message,
    async finish() {
      message.end(body.slice(5));
      const [reply] = await response;
      reply.resume();
      return reply;
    },
  };
}

/** Value of the one series that has this name and labels; undefined where there is none. */
async function sample(service: ServiceProcess, series: string): Promise<number | undefined> {
  const text = await (await fetch(`http://127.0.0.1:${service.metricsPort}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

test("says who it is and that it lives, and needs neither database nor cache for it", async () => {
  const service = await start();
  expect(await answer(service.url("/"))).toMatchObject({
    status: 200,
    body: { name: "test-api", version: "1.2.3" },
  });
  expect(await answer(service.url("/ready"))).toMatchObject({
    status: 200,
    body: { status: "ready", checks: {} },
  });
  expect(await answer(service.url("/nothing"))).toMatchObject({
    status: 404,
    body: { error: { code: "not_found" } },
  });
  expect(await answer(service.url("/health"), { method: "POST" })).toMatchObject({ status: 405 });
});

test("is ready with its database and cache, and says which one failed without saying where it is", async () => {
  const service = await start(connected());
  await eventually("readiness", async () => ((await fetch(service.url("/ready"))).ok ? true : undefined));

  const unreachable = await freePort();
  const broken = await start({ ...connected(), REDIS_URL: `redis://:secret-word@127.0.0.1:${unreachable}` });
  const { status, body } = await answer(broken.url("/ready"));
  expect(status).toBe(503);
  expect(body).toMatchObject({ status: "not ready", checks: { database: "ok" } });
  expect(JSON.stringify(body)).toMatch(/"cache":"failed/);
  expect(JSON.stringify(body)).not.toMatch(/127\.0\.0\.1|secret-word/);

  const wrongPassword = database.url().replace("canary", "wrong");
  const refused = await start({ DATABASE_URL: wrongPassword });
  // 28P01: PostgreSQL's code for a failed password.
  expect(await answer(refused.url("/ready"))).toMatchObject({
    status: 503,
    body: { checks: { database: "failed (28P01)" } },
  });
});

test("the example endpoint stores in the database, answers from the cache and survives the cache's loss", async () => {
  const service = await start(connected());
  await eventually("readiness", async () => ((await fetch(service.url("/ready"))).ok ? true : undefined));
  const visit = () => answer(service.url("/visits"), { method: "POST", body: '{"page":"/start"}' });
  await visit();
  expect(await visit()).toMatchObject({ status: 201, body: { page: "/start", visits: 2 } });
  const url = service.url("/visits?page=/start");
  expect((await answer(url)).headers.get("x-cache")).toBe("miss");
  const second = await answer(url);
  expect(second.headers.get("x-cache")).toBe("hit");
  expect(second.body).toEqual({ page: "/start", visits: 2 });
  expect(await database.query("SELECT count FROM visits WHERE page = '/start'")).toBe("2");

  const alone = await start({ ...connected(), REDIS_URL: `redis://127.0.0.1:${await freePort()}` });
  expect(await answer(alone.url("/visits?page=/start"))).toMatchObject({ status: 200, body: { visits: 2 } });
});

test("an error names the request and no internals, and bad input is refused with what would be right", async () => {
  const service = await start({
    DATABASE_URL: `postgresql://u:p@127.0.0.1:${await freePort()}/x`,
    DEBUG: "false",
  });
  const failed = await answer(service.url("/visits?page=a"), { headers: { "x-request-id": "caller-1" } });
  expect(failed).toMatchObject({
    status: 500,
    body: {
      error: { code: "internal", message: "Something went wrong on our side.", requestId: "caller-1" },
    },
  });
  expect(failed.headers.get("x-request-id")).toBe("caller-1");
  expect(service.log()).toContainEqual(
    expect.objectContaining({ level: "error", requestId: "caller-1", message: "the request failed" }),
  );
  const post = (body: string) => answer(service.url("/visits"), { method: "POST", body });
  expect(await post("{")).toMatchObject({ status: 400, body: { error: { code: "not_json" } } });
  expect(await post('{"page":"a","x":1}')).toMatchObject({
    status: 400,
    body: { error: { code: "bad_page" } },
  });
  expect(await post("x".repeat(20_000))).toMatchObject({ status: 413 });
  const forged = await answer(service.url("/"), { headers: { "x-request-id": "not an id!" } });
  expect(forged.headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
});

test("metrics count requests, errors and durations by endpoint, and are hidden from outside", async () => {
  const service = await start();
  await fetch(service.url("/"));
  await fetch(service.url("/"));
  await fetch(service.url("/visits?page=a"));
  await fetch(service.url("/made-up"));
  const counted = (series: string) => sample(service, series);
  expect(await counted('test_api_requests_total{endpoint="/",method="GET",status="200"}')).toBe(2);
  expect(await counted('test_api_errors_total{endpoint="/visits",method="GET",status="503"}')).toBe(1);
  expect(await counted('test_api_requests_total{endpoint="unmatched",method="GET",status="404"}')).toBe(1);
  expect(await counted('test_api_request_duration_seconds_count{endpoint="/",method="GET"}')).toBe(2);
  expect(
    await counted('test_api_request_duration_seconds_bucket{le="0.1",endpoint="/",method="GET"}'),
  ).toBeLessThanOrEqual(2);

  const inside = await fetch(service.url("/metrics"));
  expect(inside.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  expect(await inside.text()).toContain("# TYPE test_api_request_duration_seconds histogram");
  expect(
    (await fetch(service.url("/metrics"), { headers: { "x-forwarded-for": "203.0.113.9" } })).status,
  ).toBe(404);
  const off = await start({ ENABLE_METRICS: "false" });
  expect((await fetch(off.url("/metrics"))).status).toBe(404);
  await expect(fetch(`http://127.0.0.1:${off.metricsPort}/metrics`)).rejects.toThrow();
});

test("on SIGTERM it finishes what is in flight, takes nothing new and ends with 0", async () => {
  const service = await start(connected());
  const slow = await slowRequest(service);
  service.child.kill("SIGTERM");
  await eventually("the end of listening", () =>
    fetch(service.url("/health")).then(
      () => undefined,
      () => true,
    ),
  );
  expect(service.ended).toBe(false);
  const reply = await slow.finish();
  expect(reply.statusCode).toBe(201);
  expect(reply.headers.connection).toBe("close");
  expect(await service.exit()).toBe(0);
  expect(service.log().at(-1)).toMatchObject({ message: "stopped", code: 0 });
});

test("between SIGTERM and the end of listening it still serves but is not ready", async () => {
  const service = await start({ SHUTDOWN_DELAY: "60" });
  service.child.kill("SIGTERM");
  const { body } = await eventually("the end of readiness", async () => {
    const reply = await answer(service.url("/ready"));
    return reply.status === 503 ? reply : undefined;
  });
  expect(body).toMatchObject({ status: "stopping" });
  expect((await fetch(service.url("/"))).status).toBe(200);
  service.child.kill("SIGTERM");
  expect(await service.exit()).toBe(1);
  expect(service.output).toContain("a second signal");
});

test("a request that outlives the shutdown's limit is cut off, and the exit code says so", async () => {
  const service = await start({ SHUTDOWN_TIMEOUT: "0.1" });
  const { message } = await slowRequest(service);
  const cut = once(message, "error");
  service.child.kill("SIGTERM");
  expect(await service.exit()).toBe(1);
  await cut;
});

test("refuses more than maxConcurrentRequests, but never a probe", async () => {
  const service = await start({ MAX_CONCURRENT_REQUESTS: "1" });
  const slow = await slowRequest(service);
  const refused = await answer(service.url("/"));
  expect(refused).toMatchObject({ status: 503, body: { error: { code: "busy" } } });
  expect(refused.headers.get("retry-after")).toBe("1");
  expect((await fetch(service.url("/ready"))).status).toBe(200);
  await slow.finish();
  await eventually("room for another", async () => ((await fetch(service.url("/"))).ok ? true : undefined));
});

test("gives a request up after requestTimeout", async () => {
  const service = await start({ REQUEST_TIMEOUT: "1" });
  const { message } = await slowRequest(service);
  const [reply] = (await once(message, "response")) as [IncomingMessage];
  expect(reply.statusCode).toBe(408);
  message.destroy();
});

test("limits each client by itself, and all replicas together where there is a cache", async () => {
  const settings = { RATE_LIMIT_REQUESTS: "2", RATE_LIMIT_WINDOW: "86400" };
  const [one, two] = [
    await start({ ...connected(), ...settings }),
    await start({ ...connected(), ...settings }),
  ];
  for (const service of [one, two])
    await eventually("readiness", async () => ((await fetch(service.url("/ready"))).ok ? true : undefined));
  const from = (service: ServiceProcess, client: string) =>
    answer(service.url("/"), { headers: { "x-forwarded-for": `198.51.100.1, ${client}` } });
  expect((await from(one, "203.0.113.1")).status).toBe(200);
  expect((await from(two, "203.0.113.1")).status).toBe(200);
  const refused = await from(one, "203.0.113.1");
  expect(refused).toMatchObject({ status: 429, body: { error: { code: "rate_limited" } } });
  expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
  expect((await from(two, "203.0.113.2")).status).toBe(200);
  expect((await fetch(one.url("/health"))).status).toBe(200);
});

test("wrong settings end it with all of them named, no stack trace and no secret", async () => {
  const service = new Running(process.execPath, [program], {
    DATABASE_URL: `mysql://root:${canary}@host/x`,
    SECRET_KEY: "canary-short",
    LOG_LEVEL: "LOUD",
    PORT: "99999",
    SERVICE_NAME: "Not A Name",
  });
  expect(await service.exit()).toBe(1);
  for (const name of ["DATABASE_URL", "SECRET_KEY", "LOG_LEVEL", "PORT", "SERVICE_NAME"])
    expect(service.output).toContain(`${name}:`);
  expect(service.output).not.toMatch(/canary|\n\s+at /);
});

test("a port that is taken is an error in words and exit code 1", async () => {
  const first = await start();
  const second = new Running(process.execPath, [program], { PORT: String(first.port) });
  expect(await second.exit()).toBe(1);
  expect(second.output).toContain("the service port cannot be listened on");
});

test("no secret is ever written, whatever goes wrong", async () => {
  const secrets = { SECRET_KEY: `${canary} and twenty more characters`, OPENAI_API_KEY: "canary-key" };
  const service = await start({ ...connected(), ...secrets, LOG_LEVEL: "DEBUG", DEBUG: "true" });
  await fetch(service.url(`/visits?page=${encodeURIComponent(canary)}`));
  const bad = await start({
    ...secrets,
    DATABASE_URL: "postgresql://u:canary-bad@127.0.0.1:1/x",
    DEBUG: "true",
  });
  const failure = await answer(bad.url("/visits?page=a"));
  service.child.kill("SIGTERM");
  expect(await service.exit()).toBe(0);
  expect(JSON.stringify(failure.body)).not.toContain("canary");
  // Both wrote something that could have held one.
  expect(service.log().length).toBeGreaterThan(2);
  expect(bad.output).toContain("the request failed");
  for (const output of [service.output, bad.output]) expect(output).not.toContain("canary");
});

test("sends traces that continue the caller's to the collector", async () => {
  const bodies: Buffer[] = [];
  const collector = createServer((message, response) => {
    message.on("data", (chunk: Buffer) => bodies.push(chunk));
    message.on("end", () => response.writeHead(200, { "content-type": "application/json" }).end("{}"));
  }).listen(0, "127.0.0.1");
  await once(collector, "listening");
  const { port } = collector.address() as AddressInfo;
  const service = await start({ ...connected(), OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
  const trace = "0af7651916cd43dd8448eb211c80319c";
  await fetch(service.url("/visits?page=a"), { headers: { traceparent: `00-${trace}-b7ad6b7169203331-01` } });
  service.child.kill("SIGTERM");
  expect(await service.exit()).toBe(0);
  collector.close();
  const sent = Buffer.concat(bodies).toString();
  expect(sent).toContain(trace);
  expect(sent).toContain("GET /visits");
  expect(sent).toContain("database query");
  expect(service.log()).toContainEqual(expect.objectContaining({ endpoint: "/visits", traceId: trace }));
});
