import { join } from "node:path";
import { eventually, freePort, root, run, Running } from "./processes";

/** The programs of a workload, bundled as its image has them. */
export async function bundle(workload: "service" | "backup", folder: string): Promise<string> {
  await run(
    "npm",
    ["run", "--silent", "bundle", "--workspace", `workloads/${workload}`, "--", `--outdir=${folder}`],
    {
      cwd: root,
    },
  );
  return join(folder, "index.js");
}

/** The reference service as a process of its own, on free ports. */
export class ServiceProcess extends Running {
  private constructor(
    program: string,
    environment: Readonly<Record<string, string>>,
    readonly port: number,
    readonly metricsPort: number,
  ) {
    super(process.execPath, [program], {
      PATH: process.env.PATH,
      SERVICE_NAME: "test-api",
      SERVICE_VERSION: "1.2.3",
      PORT: String(port),
      METRICS_PORT: String(metricsPort),
      SHUTDOWN_DELAY: "0",
      ...environment,
    });
  }

  static async start(
    program: string,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ServiceProcess> {
    const service = new ServiceProcess(program, environment, await freePort(), await freePort());
    await eventually("the service's start", async () => {
      if (service.ended) throw new Error(`the service ended: ${service.output}`);
      return (await fetch(service.url("/health"))).ok ? true : undefined;
    });
    return service;
  }

  url(path: string): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** The log lines so far. */
  log(): Record<string, unknown>[] {
    return this.output
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
  }
}
