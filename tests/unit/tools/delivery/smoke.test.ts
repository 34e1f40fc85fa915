import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { createInterface } from "node:readline";
import { smoke, type SmokeOptions, total } from "../../../../tools/delivery/smoke";

const opened: Server[] = [];
afterEach(() => {
  for (const server of opened.splice(0)) server.close();
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  opened.push(server);
  await once(server, "listening");
  return urlOf(server);
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return `http://127.0.0.1:${String(address.port)}`;
}

const options = (url: string, more: Partial<SmokeOptions> = {}): SmokeOptions => ({
  ...{ url, liveness: "/health", readiness: "/ready", within: 400, every: 20 },
  say: () => undefined,
  ...more,
});

describe("the smoke test of a service that does not serve", () => {
  it.each<[string, RegExp, RequestListener]>([
    ["is dead", /not alive .*: \/health answers 500/, (_, answer) => answer.writeHead(500).end()],
    [
      "never becomes ready",
      /not ready .*: \/ready answers 503/,
      ({ url }, answer) => answer.writeHead(url === "/ready" ? 503 : 200).end(),
    ],
    [
      "redirects elsewhere",
      /not alive .*: \/health answers 302/,
      (_, answer) => answer.writeHead(302, { location: "http://127.0.0.1:1/" }).end(),
    ],
  ])("fails where it %s", async (_, message, listener) => {
    await expect(smoke(options(await serving(listener)))).rejects.toThrow(message);
  });

  it("fails where every tenth request does", async () => {
    let count = 0;
    const url = await serving((_, answer) => answer.writeHead(++count % 10 === 0 ? 502 : 200).end());
    await expect(smoke(options(url))).rejects.toThrow(/not serving .*: one of 20 requests was answered 502/);
  });

  it("fails where another version still answers now and then", async () => {
    let count = 0;
    const url = await serving((_, answer) =>
      answer.end(JSON.stringify({ version: ++count % 5 === 0 ? "old" : "new" })),
    );
    await expect(smoke(options(url, { version: "new" }))).rejects.toThrow(/from version old, not new/);
  });

  it("fails where nobody listens, and says so", async () => {
    const url = await serving(() => undefined);
    for (const server of opened.splice(0)) await new Promise((resolve) => server.close(resolve));
    await expect(smoke(options(url))).rejects.toThrow(/ECONNREFUSED/);
  });

  it.each([
    [
      "is slower by its own measurement than it may be",
      "app;dur=120",
      /take the service up to 120 ms, more than its objective of 100/,
    ],
    ["does not measure itself", "", /does not say how long it took/],
  ])("fails where it %s", async (_, timing, message) => {
    const url = await serving((_, answer) => answer.writeHead(200, { "server-timing": timing }).end());
    await expect(smoke(options(url, { objective: 100 }))).rejects.toThrow(message);
    await smoke(options(url));
  });

  it("waits for one that becomes ready in time", async () => {
    let asked = 0;
    const url = await serving(({ url: path }, answer) =>
      answer.writeHead(path === "/ready" && ++asked < 4 ? 503 : 200).end(),
    );
    await smoke(options(url, { within: 20_000 }));
    expect(asked).toBeGreaterThan(4);
  });

  it("fails where requests are not counted, or counted as errors", async () => {
    let count = 0;
    const url = await serving((_, answer) => answer.end());
    const metrics = await serving((_, answer) => {
      count++;
      answer.end(`api_requests_total ${String(count)}\napi_errors_total ${String(count)}\n`);
    });
    const still = await serving((_, answer) => answer.end("api_requests_total 3\n"));
    const watched = (from: string) => smoke(options(url, { metrics: { url: from, service: "api" } }));
    await expect(watched(still)).rejects.toThrow(/not counting .*api_requests_total does not count/);
    await expect(watched(metrics)).rejects.toThrow(/not counting .*api_errors_total rises/);
  });
});

describe("the smoke test of the reference service", () => {
  let service: ChildProcess;
  let ports: readonly number[];
  beforeAll(async () => {
    ports = await Promise.all([freePort(), freePort()]);
    const [port, metricsPort] = ports;
    service = spawn(process.execPath, ["--import", "tsx", "workloads/service/index.ts"], {
      stdio: ["ignore", "pipe", "inherit"],
      env: {
        PATH: process.env["PATH"],
        ...{ SERVICE_NAME: "test-api", SERVICE_VERSION: "1.2.3", SHUTDOWN_DELAY: "0" },
        ...{ PORT: String(port), METRICS_PORT: String(metricsPort), ENABLE_METRICS: "true" },
        SECRET_KEY: "only-for-this-test-0123456789abcdef",
      },
    });
    if (service.stdout === null) throw new Error("there is no output");
    for await (const line of createInterface({ input: service.stdout }))
      if (line.includes("metrics port open")) break;
  }, 60_000);
  afterAll(async () => {
    service.kill("SIGTERM");
    await once(service, "exit");
  });

  it("passes for its version, with its metrics", async () => {
    const said: string[] = [];
    const [port, metricsPort] = ports;
    await smoke({
      ...options(`http://127.0.0.1:${String(port)}`, { version: "1.2.3", objective: 1_000, within: 20_000 }),
      metrics: { url: `http://127.0.0.1:${String(metricsPort)}/metrics`, service: "test-api" },
      say: (line) => said.push(line),
    });
    expect(said.map((line) => line.trim().split(" ")[0])).toEqual(["alive", "ready", "serving", "counting"]);
  }, 30_000);

  it("fails for another version", async () => {
    const [port] = ports;
    const wrong = options(`http://127.0.0.1:${String(port)}`, { version: "1.2.4" });
    await expect(smoke(wrong)).rejects.toThrow(/from version 1\.2\.3, not 1\.2\.4/);
  });
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = Number(new URL(urlOf(server)).port);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

test("samples of a metric are added up, with and without labels", () => {
  const text = [
    "# HELP api_requests_total Requests",
    'api_requests_total{endpoint="/a",status="200"} 2',
    'api_requests_total{endpoint="/b c",status="200"} 3 1700000000000',
    "api_requests_total_more 100",
    "api_errors_total 1e3",
  ].join("\n");
  expect(total(text, "api_requests_total")).toBe(5);
  expect(total(text, "api_errors_total")).toBe(1000);
  expect(total(text, "api_nothing")).toBe(0);
});
