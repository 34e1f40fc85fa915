import type { Value } from "../../unit/mocks";
import type { ContainerEvidence, ScalingEvidence, ServiceEvidence } from "../evidence";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { traces } from "../traces";

/** What only the cloud around a cluster can show of the pods in it. */
export interface Surroundings {
  /** The secret in the cloud's store, and its version, that a key of a Secret object holds; empty where there is none. */
  readonly secret: (name: string, key: string) => { readonly id: string; readonly version: string };
  /** What the pods of a ServiceAccount act as in the cloud. */
  readonly identity: (serviceAccount: string) => string;
  /** Whether they may send traces to the cloud's store, and the collector's name of it. */
  readonly mayTrace: (serviceAccount: string) => boolean;
  readonly traceExporter: string;
  /** Paths that the load balancer asks of a service. */
  readonly asked: (service: string) => readonly string[];
  /** Zones that the cluster's machines are in. */
  readonly zones: number;
}

/** Services as Deployments, in every cluster made alike. */
export function workloads(resources: Resources, around: Surroundings): ServiceEvidence[] {
  return resources.of("kubernetes:apps/v1:Deployment").map((deployment) => {
    const pod = at(deployment.inputs, "spec.template.spec");
    const [own = null] = list(at(pod, "containers"));
    const beside = [...list(at(pod, "containers")).slice(1), ...list(at(pod, "initContainers"))];
    const name = programOf(deployment);
    const account = text(at(pod, "serviceAccountName"));
    const variables = plain(resources, own);
    const references = Object.entries(keys(own)).map(
      ([variable, key]) => [variable, around.secret(key.name, key.key)] as const,
    );
    const scaler = scalerOf(resources, deployment);
    return {
      name,
      image: text(at(own, "image")),
      plain: variables,
      references: Object.fromEntries(references.map(([variable, { id }]) => [variable, id])),
      versions: Object.fromEntries(references.map(([variable, { version }]) => [variable, version])),
      identity: around.identity(account),
      min: number(at(scaler, "minReplicas")),
      max: number(at(scaler, "maxReplicas")),
      scaling: scaling(scaler),
      probes: [...paths(own), ...around.asked(name)],
      zones: isSpread(pod) ? around.zones : 1,
      exposed: resources
        .of("kubernetes:core/v1:Service")
        .filter((service) => programOf(service) === name)
        .some(({ inputs }) => !["", "ClusterIP"].includes(text(at(inputs, "spec.type")))),
      fallsBack:
        number(at(deployment.inputs, "spec.strategy.rollingUpdate.maxUnavailable")) === 0 &&
        number(at(deployment.inputs, "spec.progressDeadlineSeconds")) > 0 &&
        at(own, "readinessProbe") !== null,
      // Kubernetes looks at a version until it is ready, and never again.
      takenBackBy: [],
      containers: [own, ...beside].map(containerEvidence),
      traces: traces(
        variables,
        beside.map((container) => plain(resources, container)),
        around.traceExporter,
        around.mayTrace(account),
      ),
    };
  });
}

/** The program that an object is of: `api` of the component `api-workload`. */
export function programOf({ component }: Resource): string {
  return component.replace(/-workload$/, "");
}

/** Plain variables: those of the container, and those of the ConfigMaps that it takes whole. */
export function plain(resources: Resources, container: Value): Record<string, string> {
  const maps = list(at(container, "envFrom")).map((source) =>
    resources
      .of("kubernetes:core/v1:ConfigMap")
      .find(({ outputs }) => at(outputs, "metadata.name") === at(source, "configMapRef.name")),
  );
  const given = list(at(container, "env")).filter((entry) => at(entry, "value") !== null);
  return Object.fromEntries(
    [
      ...maps.flatMap((map) => Object.entries(mapOf(at(map?.inputs, "data")))),
      ...given.map((entry) => [text(at(entry, "name")), at(entry, "value")] as const),
    ].map(([name, value]) => [name, text(value)]),
  );
}

function keys(container: Value): Record<string, { readonly name: string; readonly key: string }> {
  return Object.fromEntries(
    list(at(container, "env"))
      .filter((entry) => at(entry, "valueFrom.secretKeyRef") !== null)
      .map((entry) => [
        text(at(entry, "name")),
        {
          name: text(at(entry, "valueFrom.secretKeyRef.name")),
          key: text(at(entry, "valueFrom.secretKeyRef.key")),
        },
      ]),
  );
}

function scalerOf(resources: Resources, { outputs }: Resource): Value {
  const scaler = resources
    .of("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    .find(({ inputs }) => at(inputs, "spec.scaleTargetRef.name") === at(outputs, "metadata.name"));
  return at(scaler?.inputs, "spec");
}

function scaling(scaler: Value): ScalingEvidence {
  const wait = (direction: string) => number(at(scaler, `behavior.${direction}.stabilizationWindowSeconds`));
  return {
    signals: list(at(scaler, "metrics")).map((metric) => {
      const name = text(at(metric, "containerResource.name") ?? at(metric, "resource.name"));
      return name === "cpu" || name === "memory" ? name : "requests";
    }),
    slowerIn: wait("scaleDown") > wait("scaleUp"),
  };
}

function paths(container: Value): string[] {
  return ["startupProbe", "livenessProbe", "readinessProbe"]
    .map((probe) => text(at(container, `${probe}.httpGet.path`)))
    .filter((path) => path !== "");
}

function isSpread(pod: Value): boolean {
  return list(at(pod, "topologySpreadConstraints")).some(
    (constraint) => at(constraint, "topologyKey") === "topology.kubernetes.io/zone",
  );
}

function containerEvidence(container: Value): ContainerEvidence {
  const context = at(container, "securityContext");
  const dropped = list(at(context, "capabilities.drop")).map(text);
  return {
    name: text(at(container, "name")),
    root: at(context, "runAsNonRoot") !== true || number(at(context, "runAsUser")) === 0,
    writableRoot: at(context, "readOnlyRootFilesystem") !== true,
    privileges: [
      ...(at(context, "privileged") === true ? ["every right"] : []),
      ...(at(context, "allowPrivilegeEscalation") === false ? [] : ["a way to more rights"]),
      ...(dropped.includes("ALL") ? [] : ["the default capabilities"]),
      ...list(at(context, "capabilities.add")).map(text),
    ],
  };
}

function mapOf(value: Value): Readonly<Record<string, Value>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
