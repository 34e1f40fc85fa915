import fc from "fast-check";
import { readSettings } from "../../../stacks/settings";
import { concealer, createLogger } from "../../../workloads/logger";
import { clientAddress } from "../../../workloads/service/client-address";
import { within } from "../../../workloads/service/deadline";
import { readDeployment } from "../../../workloads/service/deployment";
import { RateLimit } from "../../../workloads/service/rate-limit";
import { errorCode, readiness } from "../../../workloads/service/readiness";
import { Secrets } from "../../../workloads/service/secrets";

describe("clientAddress", () => {
  test("what the client wrote in front of the trusted proxies' entries never counts", () => {
    const entries = fc.array(fc.ipV4(), { maxLength: 5 });
    fc.assert(
      fc.property(entries, fc.array(fc.ipV4(), { minLength: 1, maxLength: 3 }), (forged, trusted) => {
        const header = [...forged, ...trusted].join(", ");
        expect(clientAddress("10.0.0.1", header, trusted.length)).toBe(trusted[0]);
      }),
    );
  });

  test("without a proxy the connection's own end counts, in IPv4's own form", () => {
    expect(clientAddress("10.0.0.1", "1.1.1.1", 0)).toBe("10.0.0.1");
    expect(clientAddress("::ffff:10.0.0.1", undefined, 1)).toBe("10.0.0.1");
    expect(clientAddress("10.0.0.1", " , ", 1)).toBe("10.0.0.1");
  });
});

describe("RateLimit", () => {
  test("allows exactly the requests of a window, and all of them again in the next", async () => {
    const times = fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(times, fc.integer({ min: 1, max: 5 }), async (unordered, requests) => {
        let now = 0;
        const limit = new RateLimit(requests, 5, undefined, () => now);
        const allowed = new Map<number, number>();
        for (const time of unordered.sort((a, b) => a - b)) {
          now = time;
          const decision = await limit.take("one");
          const window = Math.floor(time / 5000);
          expect(decision.retryAfter * 1000 + time).toBeGreaterThanOrEqual((window + 1) * 5000);
          if (decision.allowed) allowed.set(window, (allowed.get(window) ?? 0) + 1);
        }
        for (const [window, count] of allowed) {
          const asked = unordered.filter((time) => Math.floor(time / 5000) === window).length;
          expect(count).toBe(Math.min(asked, requests));
        }
      }),
    );
  });

  test("counts by itself while the shared counter is broken", async () => {
    const broken = { increment: () => Promise.reject(new Error("down")) };
    const limit = new RateLimit(1, 60, broken, () => 0);
    expect((await limit.take("a")).allowed).toBe(true);
    expect((await limit.take("a")).allowed).toBe(false);
    expect((await limit.take("b")).allowed).toBe(true);
  });
});

describe("readDeployment", () => {
  test("takes the telemetry's name when there is no other, and an empty variable is none", () => {
    const read = readDeployment({ SERVICE_NAME: "", OTEL_SERVICE_NAME: "api", PORT: "" });
    expect(read).toMatchObject({ deployment: { name: "api", port: 8000, trustedProxyHops: 1 } });
  });

  test("delay and time together end before the usual SIGKILL after 30 s", () => {
    const read = readDeployment({});
    if (!("deployment" in read)) throw new Error("the defaults are wrong");
    expect(read.deployment.shutdownDelay + read.deployment.shutdownTimeout).toBeLessThan(30);
  });

  test.each([
    ["PORT", "80a"],
    ["PORT", "70000"],
    ["SERVICE_NAME", "Api"],
    ["SHUTDOWN_DELAY", "-1"],
    ["TRUSTED_PROXY_HOPS", "1.5"],
    ["REDIS_TLS_CA", "no certificate"],
  ])("refuses %s=%s by name", (name, value) => {
    const read = readDeployment({ [name]: value });
    expect("problems" in read && read.problems).toEqual([expect.stringMatching(`^${name}: `)]);
  });
});

describe("readiness", () => {
  const dependency = (name: string, check: () => Promise<void>) => ({
    name,
    check,
    close: () => Promise.resolve(),
  });

  test("one that fails is enough, and only its code is told", async () => {
    const error = Object.assign(new Error("cannot reach db.internal as admin"), { code: "ECONNREFUSED" });
    const { ready, checks } = await readiness([
      dependency("database", () => Promise.reject(error)),
      dependency("cache", () => Promise.resolve()),
    ]);
    expect(ready).toBe(false);
    expect(checks).toEqual({ database: "failed (ECONNREFUSED)", cache: "ok" });
  });

  test("a deadline is a failure with a code of its own", async () => {
    const never = new Promise<void>(() => undefined);
    const { checks } = await readiness([dependency("cache", () => within(0.001, never))]);
    expect(checks).toEqual({ cache: "failed (ETIMEDOUT)" });
  });

  test("a code that is a sentence is not told", () => {
    expect(errorCode(Object.assign(new Error(), { code: "host db.internal is down" }))).toBe("error");
    expect(errorCode("text")).toBe("error");
  });
});

describe("secrets", () => {
  const url = "postgresql://owner:p%40ss-word@db/x";

  test("are taken out of the environment, found by name, and missed in words", () => {
    const environment: Record<string, string | undefined> = { DATABASE_URL: url, LOG_LEVEL: "INFO" };
    const secrets = new Secrets(readSettings(environment), environment);
    expect(environment).toEqual({ LOG_LEVEL: "INFO" });
    expect(secrets.require("databaseUrl")).toBe(url);
    expect(secrets.find("openaiApiKey")).toBeUndefined();
    expect(() => secrets.require("openaiApiKey")).toThrow("OPENAI_API_KEY is missing");
    expect(secrets.sensitiveTexts()).toEqual([url, "p%40ss-word", "p@ss-word"]);
  });

  test("are hidden in every log line, whatever their characters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: "grapheme" }), (secret) => {
        fc.pre(!JSON.stringify({ level: "info", service: "s", version: "v", secretly: "" }).includes(secret));
        const lines: string[] = [];
        const log = createLogger({
          service: "s",
          version: "v",
          level: "INFO",
          format: "json",
          sensitiveTexts: [secret],
          write: (line) => lines.push(line),
        });
        log.info({ err: new Error(`<${secret}>`), value: `<${secret}>` }, `<${secret}>`);
        expect(lines.join("")).toContain("<[secret]>");
        expect(lines.join("")).not.toContain(`<${JSON.stringify(secret).slice(1, -1)}>`);
      }),
    );
  });

  test("of fewer than four characters are not hidden: they would break every line", () => {
    expect(concealer(["e", "long-enough"])("event long-enough")).toBe("event [secret]");
  });
});

test("text logs have one readable line a message", () => {
  const lines: string[] = [];
  const log = createLogger({
    service: "api",
    version: "1",
    level: "WARNING",
    format: "text",
    sensitiveTexts: [],
    write: (line) => lines.push(line),
  });
  log.info("too unimportant");
  log.warn({ port: 1 }, "look here");
  expect(lines).toEqual([expect.stringMatching(/^\S+Z WARN look here service="api" version="1" port=1\n$/)]);
});
