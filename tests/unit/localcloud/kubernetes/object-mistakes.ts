import type { Properties } from "../../../../localcloud/rules";
import { type ObjectMistake, template } from "./cluster";

const base64 = (text: string): string => Buffer.from(text).toString("base64");

const inMetadata = (mistake: string, metadata: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "configMap",
  right: { data: {} },
  wrong: { metadata: { name: "it", ...metadata } },
  path: `metadata.${path}`,
  words,
});

const namesAndLabelsMistakes: readonly ObjectMistake[] = [
  inMetadata("a name with an underscore", { name: "my_settings" }, "name", "RFC 1123 subdomain"),
  inMetadata("a name that is too long", { name: "a".repeat(254) }, "name", "no more than 253"),
  inMetadata(
    "a label's value with a space",
    { labels: { team: "core team" } },
    "labels.team",
    "a valid label must be",
  ),
  inMetadata(
    "a label's value of 64 letters",
    { labels: { team: "a".repeat(64) } },
    "labels.team",
    "up to 63",
  ),
  inMetadata(
    "a label's key with two slashes",
    { labels: { "a/b/c": "1" } },
    'labels["a/b/c"]',
    "prefix part",
  ),
  inMetadata(
    "an annotation's key that begins with a hyphen",
    { annotations: { "-a": "1" } },
    "annotations.-a",
    "name part",
  ),
  inMetadata("annotations of 300 KB", { annotations: { a: "x".repeat(300_000) } }, "annotations", "Too long"),
  inMetadata(
    "a namespace that is not there",
    { namespace: "nowhere" },
    "namespace",
    'namespaces "nowhere" not found',
  ),
  {
    mistake: "a namespace's name with a dot",
    kind: "namespace",
    right: {},
    wrong: { metadata: { name: "team.a" } },
    path: "metadata.name",
    words: "RFC 1123 label",
  },
  {
    mistake: "a service's name that begins with a digit",
    kind: "service",
    right: { spec: { ports: [{ port: 80 }] } },
    wrong: { metadata: { name: "1st" } },
    path: "metadata.name",
    words: "start with a letter",
    taken: "since Kubernetes 1.36 only",
  },
];

const ports = (...all: Properties[]): Properties => ({ spec: { selector: { app: "api" }, ports: all } });

const inService = (mistake: string, wrong: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "service",
  right: ports({ port: 80, targetPort: "http" }),
  wrong,
  path: `spec.${path}`,
  words,
});

const servicesMistakes: readonly ObjectMistake[] = [
  inService("no port", ports(), "ports", "Required value"),
  inService("two ports without names", ports({ port: 80 }, { port: 81 }), "ports[0].name", "Required value"),
  inService(
    "two ports of one name",
    ports({ name: "a", port: 80 }, { name: "a", port: 81 }),
    "ports[1].name",
    "Duplicate value",
  ),
  inService(
    "one port twice",
    ports({ name: "a", port: 80 }, { name: "b", port: 80 }),
    "ports[1]",
    'Duplicate value: "TCP/80"',
  ),
  inService("a port out of range", ports({ port: 0 }), "ports[0].port", "between 1 and 65535"),
  inService(
    "a target that is no port's name",
    ports({ port: 80, targetPort: "HTTP!" }),
    "ports[0].targetPort",
    "lower case letters",
  ),
  inService(
    "a node's port on no node",
    ports({ port: 80, nodePort: 30_080 }),
    "ports[0].nodePort",
    "'ClusterIP'",
  ),
  {
    ...inService(
      "a node's port that nodes keep",
      { spec: { type: "NodePort", ports: [{ port: 80, nodePort: 8080 }] } },
      "ports[0].nodePort",
      "30000-32767",
    ),
    taken: "in a dry run, which gives no ports",
  },
  inService(
    "an unknown type",
    { spec: { type: "Internal", ports: [{ port: 80 }] } },
    "type",
    "supported values",
  ),
  inService(
    "no address for a load balancer",
    { spec: { type: "LoadBalancer", clusterIP: "None", ports: [{ port: 80 }] } },
    "clusterIP",
    "may not be set to 'None'",
  ),
  inService(
    "another name without a host",
    { spec: { type: "ExternalName" } },
    "externalName",
    "Required value",
  ),
];

const backend = { service: { name: "api", port: { number: 80 } } };
const route = (path: Properties): Properties => ({
  spec: {
    rules: [
      { host: "api.example.com", http: { paths: [{ path: "/", pathType: "Prefix", backend, ...path }] } },
    ],
  },
});
const inIngress = (mistake: string, wrong: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "ingress",
  right: route({}),
  wrong,
  path,
  words,
});
const here = "spec.rules[0].http.paths[0]";

const ingressesMistakes: readonly ObjectMistake[] = [
  inIngress("no rule", { spec: {} }, "spec", "either `defaultBackend` or `rules`"),
  inIngress("a relative path", route({ path: "api" }), `${here}.path`, "must be an absolute path"),
  inIngress("an unknown kind of path", route({ pathType: "Regex" }), `${here}.pathType`, "supported values"),
  inIngress(
    "a service without its port",
    route({ backend: { service: { name: "api" } } }),
    `${here}.backend.service.port`,
    "either the name or the number",
  ),
  inIngress(
    "a backend that is nothing",
    route({ backend: {} }),
    `${here}.backend`,
    "a service or a resource",
  ),
  inIngress(
    "an address as host",
    { spec: { rules: [{ host: "192.0.2.1" }] } },
    "spec.rules[0].host",
    "not an IP address",
  ),
  inIngress(
    "a certificate for no host",
    { spec: { defaultBackend: backend, tls: [{ hosts: ["API.example.com"] }] } },
    "spec.tls[0].hosts[0]",
    "RFC 1123",
  ),
];

const policy = (ingress: Properties[]): Properties => ({
  spec: { podSelector: {}, policyTypes: ["Ingress"], ingress },
});
const inPolicy = (mistake: string, wrong: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "networkPolicy",
  right: policy([
    { from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["10.1.0.0/16"] } }], ports: [{ port: 80 }] },
  ]),
  wrong,
  path,
  words,
});

const networkPoliciesMistakes: readonly ObjectMistake[] = [
  inPolicy(
    "an unknown direction",
    { spec: { podSelector: {}, policyTypes: ["Sideways"] } },
    "spec.policyTypes[0]",
    "supported values",
  ),
  inPolicy(
    "nobody in particular",
    policy([{ from: [{}] }]),
    "spec.ingress[0].from[0]",
    "must specify a peer",
  ),
  inPolicy(
    "a block that is none",
    policy([{ from: [{ ipBlock: { cidr: "10.0.0.0" } }] }]),
    "spec.ingress[0].from[0].ipBlock.cidr",
    "valid CIDR",
  ),
  inPolicy(
    "an exception outside its block",
    policy([{ from: [{ ipBlock: { cidr: "10.0.0.0/8", except: ["11.0.0.0/16"] } }] }]),
    "spec.ingress[0].from[0].ipBlock.except[0]",
    "strict subset",
  ),
  inPolicy(
    "a block and pods at once",
    policy([{ from: [{ ipBlock: { cidr: "10.0.0.0/8" }, podSelector: {} }] }]),
    "spec.ingress[0].from[0]",
    "may not specify both",
  ),
  inPolicy(
    "ports that end before they begin",
    policy([{ ports: [{ port: 80, endPort: 79 }] }]),
    "spec.ingress[0].ports[0].endPort",
    "greater than or equal to `port`",
  ),
];

const target = { apiVersion: "apps/v1", kind: "Deployment", name: "api" };
const cpu = (change: Properties): Properties => ({
  type: "Resource",
  resource: { name: "cpu", target: change },
});
const scale = (change: Properties = {}): Properties => ({
  spec: {
    scaleTargetRef: target,
    minReplicas: 2,
    maxReplicas: 4,
    metrics: [cpu({ type: "Utilization", averageUtilization: 70 })],
    ...change,
  },
});
const inScaling = (mistake: string, change: Properties, path: string, words: string): ObjectMistake => ({
  mistake,
  kind: "autoscaler",
  right: scale(),
  wrong: scale(change),
  path: `spec.${path}`,
  words,
});
const budget = (spec: Properties): Properties => ({
  spec: { selector: { matchLabels: { app: "api" } }, ...spec },
});

const scalingMistakes: readonly ObjectMistake[] = [
  inScaling(
    "a maximum below the minimum",
    { maxReplicas: 1 },
    "maxReplicas",
    "greater than or equal to `minReplicas`",
  ),
  inScaling("a minimum of none", { minReplicas: 0 }, "minReplicas", "greater than or equal to 1"),
  inScaling(
    "an unknown kind of metric",
    { metrics: [{ type: "Cpu" }] },
    "metrics[0].type",
    "supported values",
  ),
  inScaling(
    "a metric without its source",
    { metrics: [{ type: "Pods" }] },
    "metrics[0].pods",
    "must populate information",
  ),
  inScaling(
    "a target that is nothing",
    { metrics: [cpu({ type: "Utilization" })] },
    "metrics[0].resource.target",
    "must specify target value",
  ),
  inScaling(
    "a window of a day",
    { behavior: { scaleDown: { stabilizationWindowSeconds: 86_400 } } },
    "behavior.scaleDown.stabilizationWindowSeconds",
    "from 0 to 3600",
  ),
  {
    mistake: "a budget with both bounds",
    kind: "budget",
    right: budget({ minAvailable: 2 }),
    wrong: budget({ minAvailable: 2, maxUnavailable: 1 }),
    path: "spec",
    words: "minAvailable and maxUnavailable cannot be both set",
  },
  {
    mistake: "a budget of half a pod",
    kind: "budget",
    right: budget({ maxUnavailable: "50%" }),
    wrong: budget({ maxUnavailable: 0.5 }),
    path: "spec.maxUnavailable",
    words: "whole number",
  },
];

const dataMistakes: readonly ObjectMistake[] = [
  {
    mistake: "a key with a slash",
    kind: "configMap",
    right: { data: { "a.b": "1" } },
    wrong: { data: { "a/b": "1" } },
    path: 'data["a/b"]',
    words: "a valid config key",
  },
  {
    mistake: "a key as text and as bytes",
    kind: "configMap",
    right: { data: { a: "1" }, binaryData: { b: base64("2") } },
    wrong: { binaryData: { a: base64("2") } },
    path: "data.a",
    words: "present in binaryData",
  },
  {
    mistake: "settings of 2 MB",
    kind: "configMap",
    right: { data: { a: "1" } },
    wrong: { data: { a: "x".repeat(2_000_000) } },
    path: "data",
    words: "Too long",
  },
  {
    mistake: "a secret that is not encoded",
    kind: "secret",
    right: { data: { token: base64("correct-horse") } },
    wrong: { data: { token: "correct-horse" } },
    path: "data.token",
    words: "illegal base64 data",
  },
  {
    mistake: "a certificate without its key",
    kind: "secret",
    right: { type: "kubernetes.io/tls", stringData: { "tls.crt": "c", "tls.key": "k" } },
    wrong: { stringData: { "tls.crt": "c" } },
    path: 'data["tls.key"]',
    words: "Required value",
  },
  {
    mistake: "a quota that is no quantity",
    kind: "quota",
    right: { spec: { hard: { "requests.cpu": "10", pods: "20" } } },
    wrong: { spec: { hard: { "requests.cpu": "ten" } } },
    path: "spec.hard.requests.cpu",
    words: "quantities must be",
  },
  {
    mistake: "a default above the maximum",
    kind: "limitRange",
    right: { spec: { limits: [{ type: "Container", default: { cpu: "1" }, max: { cpu: "2" } }] } },
    wrong: { spec: { limits: [{ type: "Container", default: { cpu: "3" }, max: { cpu: "2" } }] } },
    path: "spec.limits[0].default.cpu",
    words: "default value 3 is greater than max value 2",
  },
];

const bound = (change: Properties): Properties => ({
  roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "reader" },
  subjects: [{ kind: "ServiceAccount", name: "api", namespace: "default" }],
  ...change,
});

const accessMistakes: readonly ObjectMistake[] = [
  {
    mistake: "a rule without verbs",
    kind: "role",
    right: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    wrong: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: [] }] },
    path: "rules[0].verbs",
    words: "at least one value",
  },
  {
    mistake: "a namespace's rule on the server itself",
    kind: "role",
    right: { rules: [{ apiGroups: [""], resources: ["pods"], verbs: ["get"] }] },
    wrong: { rules: [{ nonResourceURLs: ["/metrics"], verbs: ["get"] }] },
    path: "rules[0].nonResourceURLs",
    words: "cannot apply to non-resource URLs",
  },
  {
    mistake: "a binding to something that is no role",
    kind: "roleBinding",
    right: bound({}),
    wrong: bound({ roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: "reader" } }),
    path: "roleRef.kind",
    words: "supported values",
  },
];

const podsByThemselvesMistakes: readonly ObjectMistake[] = [
  {
    mistake: "an unknown restart policy",
    kind: "pod",
    right: { spec: template()["spec"] ?? {} },
    wrong: { spec: template({}, { restartPolicy: "Sometimes" })["spec"] ?? {} },
    path: "spec.restartPolicy",
    words: "supported values",
  },
];

/** Mistakes by subject. */
export const objectMistakes: Readonly<Record<string, readonly ObjectMistake[]>> = {
  "names and labels": namesAndLabelsMistakes,
  services: servicesMistakes,
  ingresses: ingressesMistakes,
  "network policies": networkPoliciesMistakes,
  scaling: scalingMistakes,
  data: dataMistakes,
  access: accessMistakes,
  "pods by themselves": podsByThemselvesMistakes,
};
