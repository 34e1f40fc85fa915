import type { Properties } from "../../../../localcloud/rules";
import { container, type ObjectMistake, rollout, selector, template } from "./cluster";

const right = { spec: rollout() };
const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
const at = "spec.template.spec.containers[0]";

/** A mistake in the one container of a deployment. */
const inContainer = (
  mistake: string,
  change: Properties,
  path: string,
  words: string,
  taken?: string,
): ObjectMistake => ({
  mistake,
  kind: "deployment",
  right,
  wrong: { spec: rollout(template(change)) },
  path: `${at}${path}`,
  words,
  ...(taken !== undefined && { taken }),
});

/** A mistake in a deployment's pod. */
const inPod = (mistake: string, change: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "deployment",
  right,
  wrong: { spec: rollout(template({}, change)) },
  path: `spec.template.spec${path}`,
  words,
});

/** A mistake in the deployment itself. */
const inRollout = (mistake: string, change: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "deployment",
  right,
  wrong: { spec: rollout(template(), change) },
  path: `spec.${path}`,
  words,
});

/** What a namespace refuses that enforces "restricted". */
const unsafe = (
  mistake: string,
  change: Properties,
  words: string,
  ofPod: Properties = {},
): ObjectMistake => ({
  mistake,
  kind: "deployment",
  namespace: restricted,
  taken: "the pods are refused, which then never come",
  right,
  wrong: { spec: rollout(template(change, ofPod)) },
  path: "spec.template.spec",
  words,
});

const secure = container()["securityContext"] as Properties;
const resources = (requests: Properties, limits: Properties = {}): Properties => ({
  resources: { requests, limits },
});
const probe = (change: Properties): Properties => ({
  readinessProbe: { httpGet: { port: 8000 }, ...change },
});

const containersMistakes: readonly ObjectMistake[] = [
  inContainer("a name with capitals", { name: "API" }, ".name", "RFC 1123 label"),
  inContainer("no image", { image: "" }, ".image", "Required value"),
  inContainer(
    "an unknown pull policy",
    { imagePullPolicy: "Sometimes" },
    ".imagePullPolicy",
    "supported values",
  ),
  inContainer(
    "a limit below the request",
    resources({ cpu: "1" }, { cpu: "500m" }),
    ".resources.requests.cpu",
    "must be less than or equal to cpu limit of 500m",
  ),
  inContainer(
    "a request in GB",
    resources({ memory: "1GB" }),
    ".resources.requests.memory",
    "quantities must be a number and an optional unit",
  ),
  inContainer(
    "a negative request",
    resources({ memory: "-1Gi" }),
    ".resources.requests.memory",
    "greater than or equal to 0",
  ),
  inContainer(
    "a port out of range",
    { ports: [{ name: "http", containerPort: 80_000 }] },
    ".ports[0].containerPort",
    "between 1 and 65535",
  ),
  inContainer(
    "a port's name that is too long",
    { ports: [{ name: "a-very-long-port-name", containerPort: 80 }], readinessProbe: null },
    ".ports[0].name",
    "no more than 15",
  ),
  inContainer(
    "two ports of one name",
    {
      ports: [
        { name: "http", containerPort: 80 },
        { name: "http", containerPort: 81 },
      ],
    },
    ".ports[1].name",
    "Duplicate value",
  ),
  inContainer(
    "a probe of a port that has no such name",
    probe({ httpGet: { port: "web" } }),
    ".readinessProbe.httpGet.port",
    `couldn't find port "web"`,
    "the probe fails for ever",
  ),
  inContainer(
    "a probe of a port out of range",
    probe({ httpGet: { port: 0 } }),
    ".readinessProbe.httpGet.port",
    "between 1 and 65535",
  ),
  inContainer(
    "a probe that asks in two ways",
    probe({ exec: { command: ["true"] } }),
    ".readinessProbe",
    "more than 1 handler type",
  ),
  inContainer(
    "a probe that asks in no way",
    { livenessProbe: { periodSeconds: 5 } },
    ".livenessProbe",
    "must specify handler type",
  ),
  inContainer(
    "a probe every -1 seconds",
    probe({ periodSeconds: -1 }),
    ".readinessProbe.periodSeconds",
    "greater than or equal to 0",
  ),
  inContainer(
    "a liveness probe that must succeed twice",
    { livenessProbe: { httpGet: { port: 8000 }, successThreshold: 2 } },
    ".livenessProbe.successThreshold",
    "must be 1",
  ),
  inContainer(
    "a variable with a value and a source",
    { env: [{ name: "A", value: "1", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }] },
    ".env[0].valueFrom",
    "may not be specified when",
  ),
  inContainer(
    "a variable without a source's kind",
    { env: [{ name: "A", valueFrom: {} }] },
    ".env[0].valueFrom",
    "must specify one of",
  ),
  inContainer(
    "a variable's name with =",
    { env: [{ name: "A=B", value: "1" }] },
    ".env[0].name",
    "no name of a variable",
  ),
  inContainer(
    "a mount of a volume that is not there",
    { volumeMounts: [{ name: "scratch", mountPath: "/tmp" }] },
    ".volumeMounts[0].name",
    'Not found: "scratch"',
  ),
  inContainer(
    "root although it must not be",
    { securityContext: { ...secure, runAsUser: 0 } },
    ".securityContext.runAsUser",
    "breaks non-root policy",
    "the container is never started",
  ),
  inContainer(
    "privilege without escalation",
    { securityContext: { ...secure, privileged: true } },
    ".securityContext",
    "cannot set `allowPrivilegeEscalation` to false",
  ),
  inContainer(
    "a probe that the SDK does not know",
    { healthProbe: {} },
    ".healthProbe",
    "not a property that this type has",
  ),
];

const spread = (change: Properties): Properties => ({
  topologySpreadConstraints: [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      ...change,
    },
  ],
});

const podsMistakes: readonly ObjectMistake[] = [
  inPod("no container", { containers: [] }, ".containers", "Required value"),
  inPod(
    "two containers of one name",
    { containers: [container(), container()] },
    ".containers[1].name",
    "Duplicate value",
  ),
  inPod(
    "two volumes of one name",
    {
      volumes: [
        { name: "a", emptyDir: {} },
        { name: "a", emptyDir: {} },
      ],
    },
    ".volumes[1].name",
    "Duplicate value",
  ),
  inPod(
    "a volume of two kinds",
    { volumes: [{ name: "a", emptyDir: {}, configMap: { name: "b" } }] },
    ".volumes[0]",
    "more than 1 volume type",
  ),
  inPod(
    "a pod that is not started again",
    { restartPolicy: "Never" },
    ".restartPolicy",
    'supported values: "Always"',
  ),
  inPod(
    "a spread that allows no skew",
    spread({ maxSkew: 0 }),
    ".topologySpreadConstraints[0].maxSkew",
    "greater than or equal to 1",
  ),
  inPod(
    "a spread over nothing",
    spread({ topologyKey: "" }),
    ".topologySpreadConstraints[0].topologyKey",
    "can not be empty",
  ),
  inPod(
    "a spread in an unknown way",
    spread({ whenUnsatisfiable: "Never" }),
    ".topologySpreadConstraints[0].whenUnsatisfiable",
    "supported values",
  ),
  inPod(
    "domains that need not be met",
    spread({ minDomains: 3 }),
    ".topologySpreadConstraints[0].minDomains",
    "only use minDomains if",
  ),
  inPod(
    "an account with capitals",
    { serviceAccountName: "Api" },
    ".serviceAccountName",
    "RFC 1123 subdomain",
  ),
];

const rolloutsMistakes: readonly ObjectMistake[] = [
  inRollout(
    "a selector that does not take its pods",
    { selector: { matchLabels: { app: "web" } } },
    "template.metadata.labels",
    "`selector` does not match template `labels`",
  ),
  inRollout(
    "an expression that does not take its pods",
    { selector: { matchExpressions: [{ key: "app", operator: "NotIn", values: ["api"] }] } },
    "template.metadata.labels",
    "does not match",
  ),
  inRollout("an empty selector", { selector: {} }, "selector", "empty selector is invalid"),
  inRollout("fewer than no replicas", { replicas: -1 }, "replicas", "greater than or equal to 0"),
  inRollout(
    "a rollout that may do nothing",
    { strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 0 } } },
    "strategy.rollingUpdate.maxUnavailable",
    "may not be 0 when `maxSurge` is 0",
  ),
  inRollout(
    "a share that is no percentage",
    { strategy: { rollingUpdate: { maxSurge: "half" } } },
    "strategy.rollingUpdate.maxSurge",
    "percentage",
  ),
  inRollout(
    "steps of a rollout in one step",
    { strategy: { type: "Recreate", rollingUpdate: { maxSurge: 1 } } },
    "strategy.rollingUpdate",
    "may not be specified when strategy `type` is 'Recreate'",
  ),
  inRollout("an unknown strategy", { strategy: { type: "BlueGreen" } }, "strategy.type", "supported values"),
  inRollout(
    "a deadline before a pod counts",
    { progressDeadlineSeconds: 10, minReadySeconds: 10 },
    "progressDeadlineSeconds",
    "greater than minReadySeconds",
  ),
  {
    mistake: "a wrong label on its pods",
    kind: "deployment",
    right,
    wrong: { spec: rollout({ ...template(), metadata: { labels: { app: "api", team: "a team" } } }) },
    path: "spec.template.metadata.labels.team",
    words: "a valid label must be",
  },
  {
    mistake: "a set of pods whose selector does not take them",
    kind: "statefulSet",
    right: { spec: { serviceName: "api", selector, template: template() } },
    wrong: { spec: { serviceName: "api", selector: { matchLabels: { app: "web" } }, template: template() } },
    path: "spec.template.metadata.labels",
    words: "does not match",
  },
];

const podsInANamespaceThatEnforcesRestrictedMistakes: readonly ObjectMistake[] = [
  unsafe(
    "a privileged container",
    { securityContext: { ...secure, allowPrivilegeEscalation: true, privileged: true } },
    'privileged (container "api" must not set securityContext.privileged=true)',
  ),
  unsafe(
    "escalation of privileges",
    { securityContext: { ...secure, allowPrivilegeEscalation: true } },
    "allowPrivilegeEscalation != false",
  ),
  unsafe(
    "capabilities that are kept",
    { securityContext: { ...secure, capabilities: {} } },
    'securityContext.capabilities.drop=["ALL"]',
  ),
  unsafe(
    "a capability that is added",
    { securityContext: { ...secure, capabilities: { drop: ["ALL"], add: ["NET_ADMIN"] } } },
    "non-default capabilities",
  ),
  unsafe(
    "a user that may be root",
    { securityContext: { ...secure, runAsNonRoot: false } },
    "runAsNonRoot != true",
  ),
  unsafe("no seccomp profile", { securityContext: { ...secure, seccompProfile: null } }, "seccompProfile"),
  unsafe("the node's network", {}, "host namespaces (hostNetwork=true)", { hostNetwork: true }),
  unsafe("a folder of the node", {}, "hostPath volumes", {
    volumes: [{ name: "node", hostPath: { path: "/" } }],
  }),
  unsafe("a port of the node", { ports: [{ name: "http", containerPort: 8000, hostPort: 80 }] }, "hostPort"),
  {
    mistake: "a job's privileged pod",
    kind: "job",
    namespace: restricted,
    taken: "the pods are refused",
    right: { spec: { template: template({}, { restartPolicy: "Never" }) } },
    wrong: { spec: { template: template({ securityContext: null }, { restartPolicy: "Never" }) } },
    path: "spec.template.spec",
    words: 'violates PodSecurity "restricted:latest"',
  },
  {
    mistake: "a pod of its own that may be root",
    kind: "pod",
    namespace: restricted,
    right: { spec: template()["spec"] ?? {} },
    wrong: { spec: template({ securityContext: { ...secure, runAsNonRoot: null } })["spec"] ?? {} },
    path: "spec",
    words: 'runAsNonRoot != true (container "api" must set securityContext.runAsNonRoot=true)',
  },
];

const jobSpec = (change: Properties = {}): Properties => ({
  template: template({}, { restartPolicy: "OnFailure" }),
  ...change,
});
const cronSpec = (change: Properties = {}): Properties => ({
  schedule: "15 2 * * *",
  jobTemplate: { spec: jobSpec() },
  ...change,
});
const inCron = (mistake: string, change: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "cronJob",
  right: { spec: cronSpec() },
  wrong: { spec: cronSpec(change) },
  path,
  words,
});

const jobsMistakes: readonly ObjectMistake[] = [
  {
    mistake: "a pod that is started again for ever",
    kind: "job",
    right: { spec: jobSpec() },
    wrong: { spec: jobSpec({ template: template() }) },
    path: "spec.template.spec.restartPolicy",
    words: 'supported values: "Never", "OnFailure"',
  },
  {
    mistake: "fewer than no retries",
    kind: "job",
    right: { spec: jobSpec() },
    wrong: { spec: jobSpec({ backoffLimit: -1 }) },
    path: "spec.backoffLimit",
    words: "greater than or equal to 0",
  },
  inCron("a schedule of four fields", { schedule: "15 2 * *" }, "spec.schedule", "expected exactly 5 fields"),
  inCron("an hour that no day has", { schedule: "0 25 * * *" }, "spec.schedule", "within its range"),
  inCron(
    "an unknown concurrency",
    { concurrencyPolicy: "Queue" },
    "spec.concurrencyPolicy",
    "supported values",
  ),
];

/** Mistakes by subject. */
export const workloadMistakes: Readonly<Record<string, readonly ObjectMistake[]>> = {
  containers: containersMistakes,
  pods: podsMistakes,
  rollouts: rolloutsMistakes,
  'pods in a namespace that enforces "restricted"': podsInANamespaceThatEnforcesRestrictedMistakes,
  jobs: jobsMistakes,
};
