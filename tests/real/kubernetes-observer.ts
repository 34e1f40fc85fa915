import {
  ApisApi,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  Watch,
  type KubernetesObject,
  type V1APIResourceList,
  type V1Pod,
} from "@kubernetes/client-node";
import { Cluster } from "../../localcloud/kubernetes/live/cluster";
import { definitions } from "./kubernetes-definitions";
import { eventually } from "./processes";

/** Written by the cluster about itself all the time. */
const restless = ["Event", "Lease"];
/** Measures, which are no objects. */
const measures = "metrics.k8s.io";

/** Looks at a cluster as its administrator. */
export class Observer {
  readonly core: CoreV1Api;
  readonly objects: KubernetesObjectApi;
  /** What the local kubernetes sends objects with: as they are. */
  readonly cluster: Cluster;
  private known: ReadonlySet<string> = new Set();
  private readonly config = new KubeConfig();

  constructor(kubeconfig: string) {
    this.config.loadFromFile(kubeconfig);
    this.core = this.config.makeApiClient(CoreV1Api);
    this.objects = KubernetesObjectApi.makeApiClient(this.config);
    this.cluster = Cluster.connect(this.config);
  }

  /** Defines the kinds that stacks need beside Kubernetes' own, and remembers what is there then. */
  async define(): Promise<void> {
    for (const definition of definitions)
      await this.cluster.apply(definition, { dryRun: false, force: false });
    const names = await eventually("a cluster at rest", async () => {
      const there = await this.names();
      return definitions.every(({ metadata }) => there.includes(`CustomResourceDefinition /${metadata.name}`))
        ? there
        : undefined;
    });
    this.known = new Set(names);
  }

  /** The names of what was not there yet when the kinds were defined. */
  async newcomers(): Promise<string[]> {
    return (await this.names()).filter((name) => !this.known.has(name));
  }

  /** Every object of every kind that the server lists. */
  async everything(): Promise<KubernetesObject[]> {
    const { groups } = await this.config.makeApiClient(ApisApi).getAPIVersions();
    const custom = this.config.makeApiClient(CustomObjectsApi);
    const lists: V1APIResourceList[] = [await this.core.getAPIResources()];
    for (const { name: group, preferredVersion, versions } of groups) {
      const version = (preferredVersion ?? versions[0])?.version;
      if (version !== undefined && group !== measures)
        lists.push(await custom.getAPIResources({ group, version }));
    }
    const kinds = lists.flatMap(({ groupVersion, resources }) =>
      resources
        .filter(({ name, verbs }) => verbs.includes("list") && !name.includes("/"))
        .map(({ kind }) => ({ groupVersion, kind })),
    );
    const found: KubernetesObject[] = [];
    for (const { groupVersion, kind } of kinds) {
      const { items } = await this.objects.list(groupVersion, kind);
      found.push(...items.map((item) => ({ ...item, apiVersion: groupVersion, kind })));
    }
    return found;
  }

  /** `KIND NAMESPACE/NAME` of each object, but for those that come and go by themselves. */
  async names(): Promise<string[]> {
    return (await this.everything())
      .filter(({ kind = "" }) => !restless.includes(kind))
      .map(({ kind, metadata }) => `${kind ?? ""} ${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`)
      .sort();
  }

  /** Objects of one kind in a namespace. */
  async list<T extends KubernetesObject>(apiVersion: string, kind: string, namespace: string): Promise<T[]> {
    return (await this.objects.list<T>(apiVersion, kind, namespace)).items;
  }

  async pods(namespace: string, program: string): Promise<V1Pod[]> {
    const labelSelector = `app.kubernetes.io/name=${program}`;
    return (await this.core.listNamespacedPod({ namespace, labelSelector })).items;
  }

  /** Counts the ready pods of a program at each event, from a first look until it is stopped. */
  async watch(namespace: string, program: string): Promise<ReadyCounts> {
    const seen = new Map<string, V1Pod>();
    for (const pod of await this.pods(namespace, program)) seen.set(pod.metadata?.name ?? "", pod);
    const counts = [ready([...seen.values()])];
    const images = new Set<string>();
    const controller = await new Watch(this.config).watch(
      `/api/v1/namespaces/${namespace}/pods`,
      { labelSelector: `app.kubernetes.io/name=${program}` },
      (phase: string, pod: V1Pod) => {
        const name = pod.metadata?.name ?? "";
        if (phase === "DELETED") seen.delete(name);
        else seen.set(name, pod);
        images.add(pod.spec?.containers[0]?.image ?? "");
        counts.push(ready([...seen.values()]));
      },
      () => undefined,
    );
    return {
      stop: () => {
        controller.abort();
        return { fewest: Math.min(...counts), events: counts.length, images: [...images] };
      },
    };
  }
}

interface ReadyCounts {
  stop(): { readonly fewest: number; readonly events: number; readonly images: readonly string[] };
}

/** How many are ready and not about to go. */
export function ready(pods: readonly V1Pod[]): number {
  return pods.filter(
    ({ metadata, status }) =>
      metadata?.deletionTimestamp === undefined &&
      status?.conditions?.some(({ type, status: is }) => type === "Ready" && is === "True") === true,
  ).length;
}
