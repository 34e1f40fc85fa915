import type { EntryEvidence, Evidence, SecretEvidence, ServiceEvidence } from "../evidence";
import { generated } from "../generated";
import { at, list, number, Resources, type Resource, text } from "../resource";
import { alerting } from "./existing-alerting";
import { reachesNamespace } from "./network";
import { programOf, workloads } from "./workloads";

/** What the objects of a stack in a cluster that is there already show of its promises; all else is the cluster owner's. */
export function evidenceInExistingCluster(registered: readonly Resource[]): Evidence {
  const resources = new Resources(registered);
  const entry = entryOf(resources);
  return {
    openToInternet: [
      ...(entry ? [{ component: "entry", port: entry.https ? 443 : 80 }] : []),
      ...ownAddresses(resources),
    ],
    ...{ dataTierWaysOut: [], dataTier: [], flowLogs: [], egressZones: NaN },
    services: services(resources),
    secrets: secrets(resources),
    generated: generated(resources),
    ...{ databases: [], caches: [], registries: [], keys: [], logs: [], uptimeChecks: [] },
    entry,
    ...alerting(resources),
    audit: {
      ...{ recordDays: [], recordLocked: false, threatDetection: false, posture: false, budgetAlerts: [] },
    },
    untagged: resources.all
      .filter(
        ({ inputs, type }) => type.startsWith("kubernetes:") && at(inputs, "metadata.labels.stack") === null,
      )
      .map(({ name }) => name),
    // All that the stack keeps there goes with it.
    holdsData: resources.of("kubernetes:core/v1:Namespace").map(({ name, protect }) => ({ name, protect })),
  };
}

/** Services that are reached past the entry. */
function ownAddresses(resources: Resources): Evidence["openToInternet"] {
  return resources
    .of("kubernetes:core/v1:Service")
    .filter(({ inputs }) => !["", "ClusterIP"].includes(text(at(inputs, "spec.type"))))
    .map(({ component, inputs }) => ({ component, port: number(at(inputs, "spec.ports[0].port")) }));
}

function entryOf(resources: Resources): EntryEvidence | undefined {
  const [ingress] = resources.of("kubernetes:networking.k8s.io/v1:Ingress");
  if (ingress === undefined) return undefined;
  const annotations = at(ingress.inputs, "metadata.annotations");
  const hosts = list(at(ingress.inputs, "spec.tls")).flatMap((each) => list(at(each, "hosts")).map(text));
  return {
    certificates: JSON.stringify(annotations).includes('"cert-manager.io/cluster-issuer":') ? hosts : [],
    https: hosts.length > 0,
    // The controller's own.
    ...{ plainHttp: undefined, oldestTls: NaN, firewall: false, accessLogs: false },
  };
}

function services(resources: Resources): ServiceEvidence[] {
  const found = workloads(resources, {
    secret: (name) => ({ id: name, version: name }),
    identity: (serviceAccount) => serviceAccount,
    // Traces go to a collector of the cluster's: see below.
    ...{ mayTrace: () => false, traceExporter: "" },
    asked: () => [],
    // As many as the cluster has.
    zones: Infinity,
  });
  return found.map((service) => {
    const [, namespace = "", port = ""] =
      /^http:\/\/[^.]+\.([^.]+)\.svc:(\d+)$/.exec(service.plain["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? "") ?? [];
    const arrive = reachesNamespace(resources, service.name, namespace, Number(port));
    return { ...service, traces: { ...service.traces, arrive } };
  });
}

/** The Secret objects of services and jobs; the one that is mutable has no version that would stay. */
function secrets(resources: Resources): SecretEvidence[] {
  return resources
    .of("kubernetes:core/v1:Secret")
    .filter(({ component }) => component.endsWith("-secrets"))
    .map(({ component, inputs, outputs }) => {
      const id = text(at(outputs, "metadata.name"));
      const versions = inputs["immutable"] === true ? [id] : [];
      return { id, component, readers: readersOf(resources, id), key: "", versions };
    });
}

/** No pod has rights at the API: what reads a Secret is named in the pod's own template. */
function readersOf(resources: Resources, secret: string): string[] {
  const programs = [
    ...resources.of("kubernetes:apps/v1:Deployment"),
    ...resources.of("kubernetes:batch/v1:CronJob"),
  ];
  return [
    ...programs.filter(({ inputs }) => JSON.stringify(inputs).includes(`"${secret}"`)).map(programOf),
    ...resources.of("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding").map(({ name }) => name),
  ];
}
