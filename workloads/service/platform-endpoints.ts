import type { PlainSettings } from "../../stacks/settings";
import type { Deployment } from "./deployment";
import { HttpError, type Endpoint, type Reply } from "./endpoint";
import type { Metrics } from "./metrics";
import { readiness, type Dependency } from "./readiness";

export interface PlatformEndpointArgs {
  readonly deployment: Deployment;
  readonly settings: PlainSettings;
  readonly metrics: Metrics;
  readonly dependencies: readonly Dependency[];
  /** Whether the replica is on its way out. */
  readonly stopping: () => boolean;
}

/** What every service of the platform answers: who it is, whether it lives, whether it can serve, its metrics. */
export function platformEndpoints(args: PlatformEndpointArgs): Endpoint[] {
  const { deployment, settings, metrics } = args;
  return [
    {
      method: "GET",
      path: "/",
      limited: true,
      handle: () => ({ status: 200, body: { name: deployment.name, version: deployment.version } }),
    },
    {
      method: "GET",
      path: "/health",
      limited: false,
      handle: () => ({ status: 200, body: { status: "ok" } }),
    },
    {
      method: "GET",
      path: "/ready",
      limited: false,
      async handle() {
        if (args.stopping()) return { status: 503, body: { status: "stopping", checks: {} } };
        const { ready, checks } = await readiness(args.dependencies);
        return { status: ready ? 200 : 503, body: { status: ready ? "ready" : "not ready", checks } };
      },
    },
    {
      method: "GET",
      path: "/metrics",
      limited: false,
      handle({ forwarded }) {
        // The load balancer passes on every path, and metrics are nobody's business outside.
        if (!settings.enableMetrics || forwarded) throw notFound();
        return exposition(metrics);
      },
    },
  ];
}

export async function exposition(metrics: Metrics): Promise<Reply> {
  return {
    status: 200,
    body: await metrics.expose(),
    headers: { "content-type": metrics.contentType },
  };
}

export function notFound(): HttpError {
  return new HttpError(404, "not_found", "There is nothing at this path.");
}
