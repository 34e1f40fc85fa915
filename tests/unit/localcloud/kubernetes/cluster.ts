import { rules } from "../../../../localcloud/kubernetes";
import type { Properties } from "../../../../localcloud/rules";
import { catalogOf, describeMistakesOn, type Made, type Mistake, Trial } from "../trial";

export const catalog = catalogOf("kubernetes");

const version = (apiVersion: string, kind: string) => {
  const type = `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${kind}`;
  return { type, head: { apiVersion, kind } };
};

const kinds = {
  clusterRole: version("rbac.authorization.k8s.io/v1", "ClusterRole"),
  clusterRoleBinding: version("rbac.authorization.k8s.io/v1", "ClusterRoleBinding"),
  configMap: version("v1", "ConfigMap"),
  cronJob: version("batch/v1", "CronJob"),
  definition: version("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
  deployment: version("apps/v1", "Deployment"),
  autoscaler: version("autoscaling/v2", "HorizontalPodAutoscaler"),
  ingress: version("networking.k8s.io/v1", "Ingress"),
  job: version("batch/v1", "Job"),
  limitRange: version("v1", "LimitRange"),
  namespace: version("v1", "Namespace"),
  networkPolicy: version("networking.k8s.io/v1", "NetworkPolicy"),
  pod: version("v1", "Pod"),
  budget: version("policy/v1", "PodDisruptionBudget"),
  quota: version("v1", "ResourceQuota"),
  role: version("rbac.authorization.k8s.io/v1", "Role"),
  roleBinding: version("rbac.authorization.k8s.io/v1", "RoleBinding"),
  secret: version("v1", "Secret"),
  service: version("v1", "Service"),
  statefulSet: version("apps/v1", "StatefulSet"),
  serviceMonitor: version("monitoring.coreos.com/v1", "ServiceMonitor"),
} as const;

export type KindName = keyof typeof kinds;

export const typeOf = (kind: KindName): string => kinds[kind].type;

/** Inputs as the SDK sends them. */
export const object = (kind: KindName, name: string, rest: Properties = {}): Properties => ({
  ...kinds[kind].head,
  metadata: { name },
  ...rest,
});

/** A container that "restricted" takes. */
export const container = (change: Properties = {}): Properties => ({
  name: "api",
  image: "registry.example.com/api:1",
  ports: [{ name: "http", containerPort: 8000 }],
  resources: { requests: { cpu: "250m", memory: "256Mi" }, limits: { cpu: "500m", memory: "512Mi" } },
  readinessProbe: { httpGet: { path: "/ready", port: "http" } },
  securityContext: {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ["ALL"] },
    runAsNonRoot: true,
    seccompProfile: { type: "RuntimeDefault" },
  },
  ...change,
});

/** A pod's template with one container, whose properties and whose pod's may be others. */
export const template = (ofContainer: Properties = {}, ofPod: Properties = {}): Properties => ({
  metadata: { labels: { app: "api" } },
  spec: { containers: [container(ofContainer)], ...ofPod },
});

export const selector: Properties = { matchLabels: { app: "api" } };

/** The specification of a deployment. */
export const rollout = (pods: Properties = template(), change: Properties = {}): Properties => ({
  replicas: 3,
  selector,
  template: pods,
  ...change,
});

/** A local cluster. */
export class LocalCluster extends Trial {
  constructor(configuration: Properties = {}) {
    super(rules, catalog, "", configuration);
  }

  add(kind: KindName, name: string, rest: Properties = {}): Promise<Made> {
    return this.make(typeOf(kind), object(kind, name, rest));
  }
}

/** A mistake in an object of a kind: right and wrong inputs beside its name. */
export interface ObjectMistake {
  readonly mistake: string;
  readonly kind: KindName;
  readonly right: Properties;
  readonly wrong: Properties;
  readonly path: string;
  readonly words: string;
  /** Why it is a mistake although an API server takes it. */
  readonly taken?: string;
  /** Labels of a namespace that the object lies in. */
  readonly namespace?: Properties;
}

/** Tests that each mistake is refused with its path and words, and that without it the same object is made. */
export function describeMistakes(subject: string, mistakes: readonly ObjectMistake[]): void {
  describeMistakesOn(
    subject,
    () => new LocalCluster(),
    mistakes.map(({ mistake, kind, right, wrong, path, words, namespace }): Mistake<LocalCluster> => ({
      mistake,
      type: typeOf(kind),
      async right(cluster) {
        if (namespace === undefined) return object(kind, "it", right);
        await cluster.add("namespace", "team", { metadata: { name: "team", labels: namespace } });
        return object(kind, "it", { metadata: { name: "it", namespace: "team" }, ...right });
      },
      wrong,
      path,
      words,
    })),
  );
}
