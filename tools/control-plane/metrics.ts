import { KubernetesObjectApi, type KubeConfig, type V1Pod } from "@kubernetes/client-node";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";

/** What each container of a pod is said to use, as quantities. */
export interface Usage {
  readonly cpu: string;
  readonly memory: string;
}

const group = "metrics.k8s.io";
const version = `${group}/v1beta1`;
const path = `/apis/${version}`;
const idle: Usage = { cpu: "1m", memory: "1Mi" };

/**
 * The interface that an HPA reads usage from, answered with what a test says: where no container runs, none uses anything.
 */
export class Metrics {
  private readonly usage = new Map<string, Usage>();

  private constructor(
    private readonly api: KubernetesObjectApi,
    private readonly server: Server,
  ) {}

  /** Serves it with the API server's own certificate, and registers it there. */
  static async start(config: KubeConfig, certificate: string, key: string): Promise<Metrics> {
    const server = createServer({ cert: readFileSync(certificate), key: readFileSync(key) });
    const metrics = new Metrics(KubernetesObjectApi.makeApiClient(config), server);
    server.on("request", (request, response) => {
      metrics.answer(new URL(request.url ?? "/", "https://localhost")).then(
        (body) => response.setHeader("content-type", "application/json").end(JSON.stringify(body)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    await metrics.register((server.address() as AddressInfo).port);
    return metrics;
  }

  /** Says what each container of a namespace's pods uses from now on. */
  use(namespace: string, usage: Usage): void {
    this.usage.set(namespace, usage);
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private async register(port: number): Promise<void> {
    const metadata = { name: "metrics", namespace: "kube-system" };
    const service = {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { type: "ExternalName", externalName: "127.0.0.1", ports: [{ port }] },
    };
    await this.api.create(service);
    const registration = {
      apiVersion: "apiregistration.k8s.io/v1",
      kind: "APIService",
      metadata: { name: `v1beta1.${group}` },
      spec: {
        group,
        version: "v1beta1",
        service: { ...metadata, port },
        insecureSkipTLSVerify: true,
        groupPriorityMinimum: 100,
        versionPriority: 100,
      },
    };
    await this.api.create(registration);
  }

  private async answer({ pathname, searchParams }: URL): Promise<unknown> {
    const namespace = new RegExp(`^${path}/namespaces/([^/]+)/pods$`).exec(pathname)?.[1];
    if (namespace === undefined) return pathname === path ? resources : {};
    const selector = searchParams.get("labelSelector") ?? undefined;
    const { items } = await this.api.list<V1Pod>(
      "v1",
      "Pod",
      namespace,
      undefined,
      undefined,
      undefined,
      undefined,
      selector,
    );
    const usage = this.usage.get(namespace) ?? idle;
    return {
      apiVersion: version,
      kind: "PodMetricsList",
      metadata: {},
      items: items.map(({ metadata, spec }) => ({
        metadata: { name: metadata?.name, namespace, labels: metadata?.labels },
        timestamp: new Date().toISOString(),
        window: "30s",
        containers: spec?.containers.map(({ name }) => ({ name, usage })),
      })),
    };
  }
}

const resources = {
  apiVersion: "v1",
  kind: "APIResourceList",
  groupVersion: version,
  resources: [
    { name: "pods", singularName: "", namespaced: true, kind: "PodMetrics", verbs: ["get", "list"] },
  ],
};
