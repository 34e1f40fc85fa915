import { capabilitiesOf, type Capability } from "../../../components/cloud";
import { description } from "../../../providers/kubernetes/description";
import { alter, type Breaches, neverRenewed, remove, unprotect, within } from "../breach";
import { isOwners, promises } from "../promises";
import { at } from "../resource";
import { breachesInCluster } from "./breaches";

const deployment = "kubernetes:apps/v1:Deployment";
const rule = "kubernetes:monitoring.coreos.com/v1:PrometheusRule";
const receivers = "kubernetes:monitoring.coreos.com/v1alpha1:AlertmanagerConfig";

/** What no setting can break, because the description says that it is not there. */
function lacking(capability: Capability): { readonly impossible: string } {
  const offered = capabilitiesOf(description, "kubernetes")[capability];
  if (offered === true) throw new Error(`${capability} is not absent`);
  return { impossible: offered.absent };
}

const kept: Breaches = {
  ...breachesInCluster,
  "Only the load balancer takes connections from outside, on 80 and 443": alter(
    "kubernetes:core/v1:Service",
    within("spec", { type: "LoadBalancer" }),
  ),
  "With a domain, HTTPS with a managed certificate, TLS 1.2 or newer, and HTTP sent there": alter(
    "kubernetes:networking.k8s.io/v1:Ingress",
    within("metadata", { annotations: {} }),
  ),
  "Each reference is to one version of a secret, so that a new value is a new rollout": alter(
    "kubernetes:core/v1:Secret",
    { immutable: false },
  ),
  "What the platform makes as secrets is made anew with each secret generation": neverRenewed,
  "Each identity may read only its own secrets": alter(
    deployment,
    within("spec", { volumes: [{ secret: { secretName: "api-secrets-database-url-1a2b3c4" } }] }),
    ({ component }) => component === "worker-workload",
  ),
  "Each service has an identity of its own": alter(deployment, (inputs) => {
    const template = at(inputs, "spec.template");
    const spec = within("spec", { serviceAccountName: "shared" })({ spec: at(template, "spec") });
    return within("spec", { template: spec })(inputs);
  }),
  "Where protection is on, what holds data refuses its deletion": unprotect("kubernetes:core/v1:Namespace"),
  "Each secret is encrypted with our key": lacking("secretEncryptionKey"),
  "Every alert reaches the notification channel": alter(
    receivers,
    within("metadata", { namespace: "other" }),
  ),
  "The notification channel reaches the address that was given": alter(
    receivers,
    within("spec", { receivers: [] }),
  ),
  "Every burn rate of every objective of a public service raises an alert": remove(rule, ({ name }) =>
    name.endsWith("-api-rules"),
  ),
  "Where requests are traced, as many are as the stack says, and their traces arrive": alter(
    "kubernetes:core/v1:ConfigMap",
    within("data", { OTEL_EXPORTER_OTLP_ENDPOINT: "http://collector.elsewhere.svc:4318" }),
    ({ component }) => component.endsWith("-workload"),
  ),
  "A dashboard shows each service and what it keeps data in": alter(
    "kubernetes:core/v1:ConfigMap",
    { data: {} },
    ({ component }) => component === "monitoring",
  ),
  "Who did what is recorded unchangeably where asked for": {
    impossible: description.existing?.inapplicable["audit.trail"] ?? "",
  },
  "Threat detection and posture checks are on where asked for": lacking("threatDetection"),
  "A budget tells its owner at 80 % and at 100 %": lacking("budget"),
  "Everything carries the stack's tags": alter(
    "kubernetes:core/v1:ServiceAccount",
    within("metadata", { labels: {} }),
  ),
  "A logical dump is made every night where asked for, and reaches the second region": remove(
    "kubernetes:batch/v1:CronJob",
  ),
  "A backup that fails raises an alert": remove(rule, ({ component }) => component === "backup"),
};

/** One way to break each promise that a stack in a cluster that is there already keeps itself. */
export const breachesInExistingCluster: Breaches = Object.fromEntries(
  promises.flatMap(({ part, promise }) => {
    const breach =
      part !== undefined && isOwners(description, part)
        ? { impossible: description.existing?.owned[part] ?? "" }
        : kept[promise];
    return breach === undefined ? [] : [[promise, breach] as const];
  }),
);
