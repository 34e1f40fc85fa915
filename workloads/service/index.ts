import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readSettings, type Settings } from "../../stacks/settings";
import { Cache } from "./cache";
import { Database } from "./database";
import { readDeployment, type Deployment } from "./deployment";
import { createLogger, type Logger } from "../logger";
import { Metrics } from "./metrics";
import { platformEndpoints } from "./platform-endpoints";
import { RateLimit } from "./rate-limit";
import { Secrets } from "./secrets";
import { createHttpServer, WorkInFlight } from "./server";
import { shutDown } from "./shutdown";
import { startTracing } from "./tracing";
import { visitEndpoints } from "./visits";

/** Starts the service and serves until a signal ends it. */
async function main(): Promise<void> {
  const { settings, deployment } = configuration();
  const secrets = new Secrets(settings, process.env);
  const log = createLogger({
    service: deployment.name,
    version: deployment.version,
    level: settings.logLevel,
    format: settings.logFormat,
    sensitiveTexts: secrets.sensitiveTexts(),
  });
  for (const event of ["uncaughtException", "unhandledRejection"])
    process.on(event, (error: unknown) => {
      log.fatal({ err: error }, "the process ends because of an error that nothing handled");
      process.exit(1);
    });
  const stopTracing = startTracing(deployment.name, deployment.version, settings.environment, process.env);

  const databaseUrl = secrets.find("databaseUrl");
  const cacheUrl = secrets.find("redisUrl");
  const database = databaseUrl ? new Database(databaseUrl, deployment.name, settings, log) : undefined;
  const cache = cacheUrl ? new Cache(cacheUrl, deployment.name, log, deployment.cacheAuthority) : undefined;
  const dependencies = [database, cache].filter((one) => one !== undefined);

  let stopping = false;
  const work = new WorkInFlight();
  const metrics = new Metrics(
    deployment.name,
    deployment.version,
    settings.maxConcurrentRequests,
    () => work.count,
  );
  const server = createHttpServer({
    deployment,
    settings,
    log,
    metrics,
    work,
    rateLimit: new RateLimit(settings.rateLimitRequests, settings.rateLimitWindow, cache),
    endpoints: [
      ...platformEndpoints({ deployment, settings, metrics, dependencies, stopping: () => stopping }),
      ...visitEndpoints(database, cache),
    ],
    stopping: () => stopping,
  });

  const servers = [server];
  await listen(server, deployment.port, "service", log);
  if (settings.enableMetrics && settings.metricsPort !== deployment.port) {
    const metricsServer = createMetricsServer(metrics);
    await listen(metricsServer, settings.metricsPort, "metrics", log);
    servers.push(metricsServer);
  }

  const stop = (signal: NodeJS.Signals): void => {
    if (stopping) {
      log.warn({ signal }, "a second signal: stopping at once");
      process.exit(1);
    }
    stopping = true;
    const close = [...dependencies.map((one) => () => one.close()), stopTracing];
    void shutDown({
      delay: deployment.shutdownDelay,
      timeout: deployment.shutdownTimeout,
      servers,
      close,
      log,
    }).then((code) => process.exit(code));
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
}

/** What the environment says, or the end of the process with a list of everything that is wrong in it. */
function configuration(): { settings: Settings; deployment: Deployment } {
  const deployment = readDeployment(process.env);
  let settings: Settings | undefined;
  let message = "The service's environment has wrong settings:";
  try {
    settings = readSettings(process.env);
  } catch (error) {
    if (error instanceof Error) message = error.message;
  }
  if (settings && "deployment" in deployment) return { settings, deployment: deployment.deployment };
  const further = "problems" in deployment ? deployment.problems.map((problem) => `\n  ${problem}`) : [];
  process.stderr.write(`${message}${further.join("")}\n`);
  process.exit(1);
}

/** Metrics on a port of their own, which no load balancer knows. */
function createMetricsServer(metrics: Metrics): Server {
  return createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    metrics.expose().then(
      (text) => response.writeHead(200, { "content-type": metrics.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
}

async function listen(server: Server, port: number, what: string, log: Logger): Promise<void> {
  server.listen(port);
  try {
    await once(server, "listening");
  } catch (error) {
    log.fatal({ err: error, port }, `the ${what} port cannot be listened on`);
    process.exit(1);
  }
  const { port: actual } = server.address() as AddressInfo;
  log.info({ port: actual }, `${what} port open`);
}

void main();
