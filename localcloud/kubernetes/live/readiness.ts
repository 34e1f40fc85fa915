import { amount, at, isRecord, list, record, shown, text } from "../../reading";
import type { Properties, Value } from "../../rules";
import { annotationsOf, idOf, nameOf, namespaceOf } from "../object";
import { referenceOf, type Cluster, type Watched } from "./cluster";
import { podProblems } from "./pods";
import { settle, type Verdict } from "./settle";

/** How long Pulumi's provider waits, in seconds, where nothing else is said. */
const defaultSeconds = 600;

type Judge = (object: Properties, cluster: Cluster) => Promise<Verdict> | Verdict;

/** How a kind shows that it works, and what else than the object itself has to be watched for it. */
interface Awaited {
  readonly judge: Judge;
  readonly also?: (object: Properties) => readonly Watched[];
}

const waiting = (...reasons: readonly string[]): Verdict => ({ waiting: reasons });

/** Whether the controllers have seen the object's last change. */
const observed = (object: Properties): boolean =>
  (amount(at(object, "status.observedGeneration")) ?? 0) >= (amount(at(object, "metadata.generation")) ?? 0);

function condition(object: Properties, type: string): Properties | undefined {
  return list(at(object, "status.conditions"))
    .filter(isRecord)
    .find((each) => each["type"] === type);
}

const count = (object: Properties, path: string): number => amount(at(object, path)) ?? 0;

const said = (of: Properties | undefined): string[] => {
  const message = text(of?.["message"]);
  return message === undefined || message === "" ? [] : [message];
};

const podsOf = (object: Properties): Watched => ({
  apiVersion: "v1",
  kind: "Pod",
  namespace: namespaceOf(object),
  labelSelector: selectorText(record(at(object, "spec.selector"))),
});

function selectorText(selector: Properties): string {
  const labels = Object.entries(record(selector["matchLabels"])).map(
    ([key, value]) => `${key}=${shown(value)}`,
  );
  const expressions = list(selector["matchExpressions"])
    .filter(isRecord)
    .map(({ key, operator, values }) => {
      if (operator === "Exists") return shown(key);
      if (operator === "DoesNotExist") return `!${shown(key)}`;
      return `${shown(key)} ${operator === "In" ? "in" : "notin"} (${list(values).map(shown).join(",")})`;
    });
  return [...labels, ...expressions].join(",");
}

/** A rollout is complete when every pod is of the new template and available, and none of the old is left. */
const deployment: Judge = async (object, cluster) => {
  if (!observed(object)) return waiting("the change has not been seen by the controllers");
  const progressing = condition(object, "Progressing");
  const why = async (): Promise<string[]> => [
    ...said(condition(object, "ReplicaFailure")),
    ...podProblems(await cluster.all(podsOf(object))),
  ];
  if (progressing?.["reason"] === "ProgressDeadlineExceeded")
    return { failed: [...said(progressing), ...(await why())] };
  const wanted = amount(at(object, "spec.replicas")) ?? 1;
  const done =
    count(object, "status.updatedReplicas") >= wanted &&
    count(object, "status.replicas") <= count(object, "status.updatedReplicas") &&
    count(object, "status.availableReplicas") >= wanted;
  if (done && (wanted === 0 || progressing?.["reason"] === "NewReplicaSetAvailable")) return "ready";
  return waiting(
    `${String(count(object, "status.availableReplicas"))} of ${String(wanted)} replicas are available`,
    ...(await why()),
  );
};

const statefulSet: Judge = async (object, cluster) => {
  const wanted = amount(at(object, "spec.replicas")) ?? 1;
  const done =
    observed(object) &&
    count(object, "status.readyReplicas") >= wanted &&
    (at(object, "spec.updateStrategy.type") === "OnDelete" ||
      at(object, "status.currentRevision") === at(object, "status.updateRevision"));
  return done ? "ready" : waiting(...podProblems(await cluster.all(podsOf(object))));
};

const daemonSet: Judge = async (object, cluster) => {
  const wanted = count(object, "status.desiredNumberScheduled");
  const done =
    observed(object) &&
    count(object, "status.updatedNumberScheduled") >= wanted &&
    count(object, "status.numberAvailable") >= wanted;
  return done ? "ready" : waiting(...podProblems(await cluster.all(podsOf(object))));
};

const pod: Judge = (object) => {
  const phase = at(object, "status.phase");
  if (phase === "Succeeded" || condition(object, "Ready")?.["status"] === "True") return "ready";
  const problems = podProblems([object]);
  return phase === "Failed" ? { failed: problems } : waiting(...problems);
};

const job: Judge = async (object, cluster) => {
  if (condition(object, "Complete")?.["status"] === "True" || at(object, "spec.suspend") === true)
    return "ready";
  const failed = condition(object, "Failed");
  const problems = podProblems(await cluster.all(podsOf(object)));
  return failed?.["status"] === "True" ? { failed: [...said(failed), ...problems] } : waiting(...problems);
};

const endpoints = (object: Properties): readonly Watched[] => [
  {
    apiVersion: "discovery.k8s.io/v1",
    kind: "EndpointSlice",
    namespace: namespaceOf(object),
    labelSelector: `kubernetes.io/service-name=${nameOf(object)}`,
  },
];

const service: Judge = async (object, cluster) => {
  const type = at(object, "spec.type") ?? "ClusterIP";
  if (type === "ExternalName") return "ready";
  if (type === "LoadBalancer" && list(at(object, "status.loadBalancer.ingress")).length === 0)
    return waiting("the load balancer has no address");
  const selects = Object.keys(record(at(object, "spec.selector"))).length > 0;
  if (!selects || at(object, "spec.clusterIP") === "None") return "ready";
  const [slices] = endpoints(object);
  const found = slices === undefined ? [] : await cluster.all(slices);
  const ready = found.some((slice) =>
    list(slice["endpoints"])
      .filter(isRecord)
      .some((each) => at(each, "conditions.ready") !== false),
  );
  return ready ? "ready" : waiting("the service selects no pod that is ready");
};

const ingress: Judge = (object) =>
  list(at(object, "status.loadBalancer.ingress")).length > 0
    ? "ready"
    : waiting("the ingress has no address");

const claim: Judge = async (object, cluster) => {
  if (at(object, "status.phase") === "Bound") return "ready";
  const name = text(at(object, "spec.storageClassName"));
  const storage =
    name === undefined
      ? undefined
      : await cluster.find({ apiVersion: "storage.k8s.io/v1", kind: "StorageClass", name });
  // Such a claim is bound when the first pod uses it.
  return storage?.["volumeBindingMode"] === "WaitForFirstConsumer"
    ? "ready"
    : waiting("the claim is not bound");
};

const definition: Judge = (object) =>
  condition(object, "Established")?.["status"] === "True"
    ? "ready"
    : waiting(...said(condition(object, "NamesAccepted")));

const awaited: Readonly<Record<string, Awaited>> = {
  "apps/v1 Deployment": { judge: deployment },
  "apps/v1 StatefulSet": { judge: statefulSet, also: (object) => [podsOf(object)] },
  "apps/v1 DaemonSet": { judge: daemonSet },
  "v1 Pod": { judge: pod },
  "batch/v1 Job": { judge: job },
  "v1 Service": { judge: service, also: endpoints },
  "networking.k8s.io/v1 Ingress": { judge: ingress },
  "v1 PersistentVolumeClaim": { judge: claim },
  "apiextensions.k8s.io/v1 CustomResourceDefinition": { judge: definition },
};

const watchedAs = (object: Properties): Watched => ({
  ...referenceOf(object),
  fieldSelector: `metadata.name=${nameOf(object)}`,
});

/** The seconds that a wait may take: of the program's options, else of an annotation, else the provider's. */
export function limitOf(object: Properties, seconds: number): number {
  if (seconds > 0) return seconds;
  const annotated: Value | undefined = annotationsOf(object)["pulumi.com/timeoutSeconds"];
  return Number(annotated) > 0 ? Number(annotated) : defaultSeconds;
}

/** Waits until an object works as Pulumi's provider understands it. @returns why it does not; nothing when it does */
export async function awaitReady(
  cluster: Cluster,
  applied: Properties,
  seconds: number,
  cancelled: AbortSignal,
): Promise<readonly string[]> {
  const rule = awaited[`${shown(applied["apiVersion"])} ${shown(applied["kind"])}`];
  if (rule === undefined || annotationsOf(applied)["pulumi.com/skipAwait"] === "true") return [];
  return settle(
    cluster,
    [watchedAs(applied), ...(rule.also?.(applied) ?? [])],
    async () => {
      const object = await cluster.find(referenceOf(applied));
      return object === undefined ? { failed: [`${idOf(applied)} is gone`] } : rule.judge(object, cluster);
    },
    limitOf(applied, seconds),
    cancelled,
  );
}

/** Waits until an object is gone, with all that goes with it. @returns why it is not; nothing when it is */
export function awaitGone(
  cluster: Cluster,
  object: Properties,
  seconds: number,
  cancelled: AbortSignal,
): Promise<readonly string[]> {
  const uid = at(object, "metadata.uid");
  return settle(
    cluster,
    [watchedAs(object)],
    async () => {
      const left = await cluster.find(referenceOf(object));
      if (left === undefined || at(left, "metadata.uid") !== uid) return "ready";
      const holders = [...list(at(left, "metadata.finalizers")), ...list(at(left, "spec.finalizers"))];
      return waiting(
        ...(holders.length === 0 ? [] : [`held by the finalizers ${holders.map(shown).join(", ")}`]),
        ...list(at(left, "status.conditions"))
          .filter(isRecord)
          .filter(({ status }) => status === "True")
          .flatMap(said),
      );
    },
    seconds,
    cancelled,
  );
}
