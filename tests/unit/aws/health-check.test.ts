import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { healthCheck } from "../../../providers/aws/health-check";

const probes = { liveness: "/health", readiness: "/ready", grace: 30 };

/** Runs a check's command as ECS does: without a shell. */
async function exitCode(command: readonly string[]): Promise<number | null> {
  const [kind, program = "", ...args] = command;
  expect(kind).toBe("CMD");
  const child = spawn(program, args, { stdio: "ignore" });
  const [code] = (await once(child, "exit")) as [number | null];
  return code;
}

describe("the liveness check of a container", () => {
  let server: Server;
  let port: number;
  let healthy: boolean;

  beforeAll(async () => {
    server = createServer(({ url }, answer) => {
      answer.writeHead(url === "/health" && healthy ? 200 : 503).end();
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
  });

  test.each(["node", "python", "curl"] as const)(
    "%s tells a healthy container from one that is not",
    async (client) => {
      const command = healthCheck(port, { ...probes, client }).healthCheck?.command ?? [];
      healthy = true;
      expect(await exitCode(command)).toBe(0);
      healthy = false;
      expect(await exitCode(command)).not.toBe(0);
    },
  );

  test("wget is asked without a shell and for the liveness path", () => {
    const command = healthCheck(8000, { ...probes, client: "wget" }).healthCheck?.command ?? [];
    expect(command.slice(0, 2)).toEqual(["CMD", "wget"]);
    expect(command.at(-1)).toBe("http://127.0.0.1:8000/health");
  });

  test("an image without such a program has no check", () => {
    expect(healthCheck(8000, { ...probes, client: "none" })).toEqual({});
  });

  test("a new container has its time before failures count", () => {
    expect(healthCheck(8000, { ...probes, client: "node" }).healthCheck?.startPeriod).toBe(30);
  });
});
