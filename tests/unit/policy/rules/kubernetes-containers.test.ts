import { rule as capabilitiesDropped } from "../../../../policy/rules/containers/kubernetes-capabilities-dropped";
import { rule as disruptionBudget } from "../../../../policy/rules/containers/kubernetes-disruption-budget";
import { rule as imageByDigest } from "../../../../policy/rules/containers/kubernetes-image-by-digest";
import { rule as noHostNamespaces } from "../../../../policy/rules/containers/kubernetes-no-host-namespaces";
import { rule as noHostPath } from "../../../../policy/rules/containers/kubernetes-no-host-path";
import { rule as noHostPort } from "../../../../policy/rules/containers/kubernetes-no-host-port";
import { rule as noLatestTag } from "../../../../policy/rules/containers/kubernetes-no-latest-tag";
import { rule as noPrivilegeEscalation } from "../../../../policy/rules/containers/kubernetes-no-privilege-escalation";
import { rule as noPrivileged } from "../../../../policy/rules/containers/kubernetes-no-privileged";
import { rule as noSecretInEnvironment } from "../../../../policy/rules/containers/kubernetes-no-secret-in-environment";
import { rule as notRoot } from "../../../../policy/rules/containers/kubernetes-not-root";
import { rule as probes } from "../../../../policy/rules/containers/kubernetes-probes";
import { rule as readOnlyRoot } from "../../../../policy/rules/containers/kubernetes-read-only-root";
import { rule as resourcesLimited } from "../../../../policy/rules/containers/kubernetes-resources-limited";
import { rule as seccomp } from "../../../../policy/rules/containers/kubernetes-seccomp";
import { Property } from "../../../../policy/mechanism/property";
import { describeRule, type Given, type Properties, unknown } from "../pack";
import { each, everywhere, of, pod, secured } from "./kubernetes-pods";

const other = of("core/v1:Node");
const empty = of("core/v1:Pod", { spec: {} });
const patch = (spec: Properties): Given => of("apps/v1:DeploymentPatch", { spec: { template: { spec } } });
const windows = { os: { name: "windows" } };

/** A container that breaks a rule in each list of a pod. */
const lists = (container: Properties): Record<string, Given> =>
  Object.fromEntries(
    ["containers", "initContainers", "ephemeralContainers"].map((list) => [
      `one of its ${list}`,
      of("core/v1:Pod", { spec: { [list]: [{ name: "web", ...container }] } }),
    ]),
  );

const privileged = { securityContext: { privileged: true } };
describeRule(noPrivileged, {
  compliant: {
    "no word of it": pod(),
    off: secured({ privileged: false }),
    "a patch of something else": patch({ containers: [{ name: "web", image: "web" }] }),
  },
  violations: {
    ...each(everywhere({ containers: [{ name: "web", ...privileged }] }), 'container "web" is privileged'),
    ...each(lists(privileged), 'container "web" is privileged'),
    "a single container instead of a list": [
      of("core/v1:Pod", { spec: { containers: { name: "web", ...privileged } } }),
      "is privileged",
    ],
    "a switch as text": [secured({ privileged: "true" }), "is privileged"],
    "a process of the node on Windows": [
      secured({ windowsOptions: { hostProcess: true } }),
      "a process of its Windows node",
    ],
    "such a process by the pod's word": [
      secured({}, { windowsOptions: { hostProcess: true } }),
      "a process of its Windows node",
    ],
    "one beside what is unknown yet": [
      of("core/v1:Pod", {
        spec: { initContainers: unknown, containers: [{ name: unknown, ...privileged }] },
      }),
      'container "spec.containers[0]" is privileged',
    ],
    "the second object of a list": [
      of("core/v1:PodList", {
        items: [{ spec: {} }, { spec: { containers: [{ name: "b", ...privileged }] } }],
      }),
      'items[1]: container "b" is privileged',
    ],
  },
  notApplicable: { "a pod without containers": empty, "another type": other },
  unknown: {
    "a switch that is unknown": secured({ privileged: unknown }),
    "a spec that is unknown": of("core/v1:Pod", { spec: unknown }),
  },
});

describeRule(noPrivilegeEscalation, {
  compliant: { off: secured({ allowPrivilegeEscalation: false }) },
  violations: {
    ...each(
      everywhere({ initContainers: [{ name: "a", securityContext: { allowPrivilegeEscalation: true } }] }),
      "allowPrivilegeEscalation",
    ),
    ...each(lists({}), "does not set allowPrivilegeEscalation to false"),
    "the pod's word, which does not count": [
      secured({}, { allowPrivilegeEscalation: false }),
      "allowPrivilegeEscalation",
    ],
  },
  notApplicable: {
    "a pod for Windows": pod({}, windows),
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
    "another type": other,
  },
  unknown: { "a switch that is unknown": secured({ allowPrivilegeEscalation: unknown }) },
});

describeRule(notRoot, {
  compliant: {
    "the pod's word": secured({}, { runAsNonRoot: true }),
    "the container's own": secured({ runAsNonRoot: true, runAsUser: 1000 }),
    "a container that corrects its pod": secured({ runAsNonRoot: true }, { runAsNonRoot: false }),
  },
  violations: {
    ...each(everywhere({ securityContext: { runAsUser: 0 } }), "the pod's runAsUser is 0"),
    ...each(lists({ securityContext: { runAsNonRoot: false } }), "is not held to runAsNonRoot"),
    nothing: [pod(), "is not held to runAsNonRoot"],
    "a user that is not root, but may be changed": [secured({ runAsUser: 1000 }), "is not held"],
    "a container that undoes it": [secured({ runAsNonRoot: false }, { runAsNonRoot: true }), "is not held"],
    "root's number in the container": [
      secured({ runAsUser: 0, runAsNonRoot: true }, { runAsUser: 1000 }),
      "has runAsUser 0",
    ],
    "root's number as text": [secured({ runAsUser: "0", runAsNonRoot: true }), "has runAsUser 0"],
  },
  notApplicable: { "another type": other, "an empty pod": empty },
  unknown: { "a switch that is unknown": secured({ runAsNonRoot: unknown }) },
});

describeRule(noHostNamespaces, {
  compliant: {
    "no word of it": pod(),
    "all off": pod({}, { hostNetwork: false, hostPID: false, hostIPC: false }),
  },
  violations: {
    ...each(everywhere({ hostPID: true }), "hostPID is on"),
    network: [pod({}, { hostNetwork: true }), "hostNetwork is on"],
    memory: [pod({}, { hostIPC: "true", hostNetwork: unknown }), "hostIPC is on"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": pod({}, { hostNetwork: unknown }) },
});

const volumes = (...list: Properties[]): Given => pod({}, { volumes: list });
describeRule(noHostPath, {
  compliant: {
    "a folder that goes with the pod": volumes({ name: "tmp", emptyDir: {} }),
    "a volume elsewhere": of("core/v1:PersistentVolume", { spec: { csi: { driver: "ebs.csi.aws.com" } } }),
  },
  violations: {
    ...each(everywhere({ volumes: [{ name: "root", hostPath: { path: "/" } }] }), "is a folder of the node"),
    "the container engine's socket": [
      volumes({ emptyDir: {} }, { name: "docker", hostPath: { path: "/var/run/docker.sock" } }),
      "volumes[1] is a folder of the node",
    ],
    "a volume that hides it": [
      of("core/v1:PersistentVolume", { spec: { hostPath: { path: "/data" } } }),
      "it is a folder of a node",
    ],
    "a path that is unknown yet": [volumes({ hostPath: { path: unknown } }), "is a folder of the node"],
  },
  notApplicable: { "a pod without volumes": pod(), "another type": other },
  unknown: { "volumes that are unknown": pod({}, { volumes: unknown }) },
});

describeRule(noHostPort, {
  compliant: {
    "its own port": pod({ ports: [{ containerPort: 80 }] }),
    none: pod({ ports: [{ containerPort: 80, hostPort: 0 }] }),
  },
  violations: each(
    {
      ...everywhere({ containers: [{ ports: [{ hostPort: 80 }] }] }),
      ...lists({ ports: { hostPort: "80" } }),
    },
    "takes port 80 of its node",
  ),
  notApplicable: { "a container without ports": pod(), "another type": other },
  unknown: { "a port that is unknown": pod({ ports: [{ hostPort: unknown }] }) },
});

const capabilities = (given: Properties): Given => secured({ capabilities: given });
describeRule(capabilitiesDropped, {
  compliant: {
    "all dropped": capabilities({ drop: ["ALL"] }),
    "low ports": capabilities({ drop: "ALL", add: ["NET_BIND_SERVICE"] }),
    "a patch that adds nothing bad": patch({
      containers: [{ securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } }],
    }),
  },
  violations: {
    ...each(lists({}), "does not drop ALL"),
    ...each(
      everywhere({ containers: [{ securityContext: { capabilities: { add: ["SYS_ADMIN"] } } }] }),
      "adds SYS_ADMIN",
    ),
    "only some dropped": [capabilities({ drop: ["NET_RAW"] }), "does not drop ALL"],
    "all dropped and one taken back": [capabilities({ drop: ["ALL"], add: ["NET_RAW"] }), "adds NET_RAW"],
    "all taken back": [capabilities({ drop: ["ALL"], add: ["NET_BIND_SERVICE", "ALL"] }), "adds ALL"],
  },
  notApplicable: { "a pod for Windows": pod({}, windows), "another type": other },
  unknown: { "a list that is unknown": capabilities({ drop: unknown }) },
});

const profile = (type: string): Properties => ({ seccompProfile: { type } });
describeRule(seccomp, {
  compliant: {
    "the pod's word": secured({}, profile("RuntimeDefault")),
    "the container's own": secured(profile("Localhost")),
  },
  violations: {
    ...each(lists({}), "has no seccompProfile"),
    ...each(everywhere({ securityContext: profile("Unconfined") }), "the pod's seccompProfile is Unconfined"),
    "a container that undoes it": [
      secured(profile("Unconfined"), profile("RuntimeDefault")),
      "has no seccompProfile",
    ],
  },
  notApplicable: {
    "a pod for Windows": pod({}, windows),
    "another type": other,
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
  },
  unknown: { "a type that is unknown": secured(profile(unknown)) },
});

describeRule(readOnlyRoot, {
  compliant: { on: secured({ readOnlyRootFilesystem: true }) },
  violations: {
    ...each(lists({}), "can write to its root file system"),
    ...each(
      everywhere({ containers: [{ securityContext: { readOnlyRootFilesystem: false } }] }),
      "can write",
    ),
    "the pod's word, which does not count": [secured({}, { readOnlyRootFilesystem: true }), "can write"],
  },
  notApplicable: {
    "a pod for Windows": pod({}, windows),
    "another type": other,
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
  },
  unknown: { "a switch that is unknown": secured({ readOnlyRootFilesystem: unknown }) },
});

const size = { cpu: "250m", memory: "256Mi" };
const sized = (given: Properties): Given => pod({ resources: given });
describeRule(resourcesLimited, {
  compliant: {
    both: sized({ requests: size, limits: size }),
    "limits, which are promised too": sized({ limits: size }),
    "what the whole pod has": pod({}, { resources: { requests: size, limits: size } }),
    "numbers, one of them unknown yet": sized({ limits: { cpu: 1, memory: unknown } }),
  },
  violations: {
    ...each(everywhere({ containers: [{ resources: { requests: size } }] }), "has no resources.limits.cpu"),
    nothing: [pod(), "has no resources.requests.memory"],
    "a container that starts first": [
      pod({ resources: { limits: size } }, { initContainers: [{ name: "first" }] }),
      'container "first" has no resources.limits.cpu',
    ],
    "no limit of memory": [sized({ requests: size, limits: { cpu: 1 } }), "has no resources.limits.memory"],
    "a limit of nothing, which is none": [
      sized({ limits: { ...size, cpu: "0" } }),
      "has no resources.limits.cpu",
    ],
  },
  notApplicable: {
    "what is put into a running pod": of("core/v1:Pod", {
      spec: { ephemeralContainers: [{ name: "look" }] },
    }),
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
    "another type": other,
  },
  unknown: { "sizes that are unknown": sized({ limits: unknown }) },
});

const ask = { httpGet: { path: "/", port: 80 } };
const serving = Object.fromEntries(
  Object.entries(everywhere({ containers: [{ name: "web", readinessProbe: ask }] })).filter(
    ([type]) => !type.includes("Job") && !type.endsWith("Patch"),
  ),
);
describeRule(probes, {
  compliant: {
    both: pod({ readinessProbe: ask, livenessProbe: { grpc: { port: 80 } } }),
    "a patch of one": patch({ containers: [{ livenessProbe: ask }] }),
  },
  violations: {
    ...each(serving, "has no livenessProbe"),
    "not ready by any measure": [pod({ livenessProbe: ask }), "has no readinessProbe"],
    "a probe that asks nothing": [
      pod({ readinessProbe: ask, livenessProbe: { periodSeconds: 5 } }),
      "has no livenessProbe",
    ],
    "the second container": [
      of("core/v1:Pod", {
        spec: { containers: [{ name: "a", readinessProbe: ask, livenessProbe: ask }, { name: "b" }] },
      }),
      'container "b" has no readinessProbe',
    ],
  },
  notApplicable: {
    "a job": of("batch/v1:Job", { spec: { template: { spec: { containers: [{ name: "a" }] } } } }),
    "a pod that ends": pod({}, { restartPolicy: "Never" }),
    "what starts first": of("core/v1:Pod", { spec: { initContainers: [{ name: "first" }] } }),
  },
  unknown: { "a probe that is unknown": pod({ readinessProbe: unknown, livenessProbe: ask }) },
});

const digest = `sha256:${"ab".repeat(32)}`;
const image = (reference: string): Given => pod({ image: reference });
const mounted = (reference: string): Given =>
  pod({ image: `web@${digest}` }, { volumes: [{ image: { reference } }, { emptyDir: {} }] });
describeRule(noLatestTag, {
  compliant: {
    "a version": image("web:1.2.3"),
    "a version at a registry with a port": image("registry.example:5000/web:1.2.3"),
    "a digest": image(`web@${digest}`),
    "a digest beside latest": image(`web:latest@${digest}`),
  },
  violations: {
    ...each(everywhere({ containers: [{ image: "web:latest" }] }), "runs whatever is the latest version"),
    ...each(lists({ image: "web" }), "runs whatever is the latest version"),
    "a port that is no tag": [image("registry.example:5000/web"), "the latest version"],
    "half a digest": [image("web@sha256:abc"), "the latest version"],
    "no image": [pod(), "names no image"],
    "a volume's image": [mounted("data:latest"), "volumes[0] runs whatever"],
  },
  notApplicable: {
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
    "another type": other,
  },
  unknown: { "an image that is unknown": image(unknown) },
});

describeRule(imageByDigest, {
  compliant: {
    "a digest": image(`registry.example:5000/web@${digest}`),
    "a digest beside a tag": image(`web:1.2.3@${digest}`),
    "a publisher who never moves a version": image(
      "public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0",
    ),
  },
  violations: {
    ...each(everywhere({ containers: [{ image: "web:1.2.3" }] }), "names its image without a digest"),
    "half a digest": [image("web@sha256:abc"), "without a digest"],
    "that publisher's latest": [
      image("public.ecr.aws/aws-observability/aws-otel-collector:latest"),
      "without a digest",
    ],
    "that publisher without a version": [
      image("public.ecr.aws/aws-observability/aws-otel-collector"),
      "without a digest",
    ],
    "a name that only begins so": [
      image("public.ecr.aws/aws-observability/aws-otel-collector-2:v1"),
      "without a digest",
    ],
    "no image": [pod(), "names no image"],
    "a volume's image": [mounted("data:1"), "volumes[0] names its image"],
  },
  notApplicable: {
    "a patch of something else": patch({ containers: [{ name: "web" }] }),
    "another type": other,
  },
  unknown: { "an image that is unknown": image(unknown) },
});

describe("with repositories that were named", () => {
  const check = (tagged: string[]) => ({
    ...imageByDigest,
    check: (resource: Parameters<typeof imageByDigest.check>[0]) =>
      imageByDigest.check(resource, new Property({ tagged })),
  });
  const collector = image("public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0");
  describeRule(check(["web"]), {
    compliant: { "one of them": image("web:1.2.3") },
    violations: { "one of the default": [collector, "without a digest"] },
    notApplicable: {},
  });
  describeRule(check([]), {
    compliant: {},
    violations: { "one of the default, when none is named": [collector, "without a digest"] },
    notApplicable: {},
  });
});

const env = (...list: Properties[]): Given => pod({ env: list });
const config = (data: Properties): Given => of("core/v1:ConfigMap", { data });
describeRule(noSecretInEnvironment, {
  compliant: {
    "a plain setting": env({ name: "LOG_LEVEL", value: "info" }),
    "a reference": env({ name: "API_KEY", valueFrom: { secretKeyRef: { name: "s", key: "k" } } }),
    "another variable's value": env({ name: "API_KEY", value: "$(OTHER_KEY)" }),
    "plain arguments": pod({ args: ["serve", "--port=80", "--token-ttl=60s"] }),
    "plain data": config({ LOG_LEVEL: "info" }),
    "where Application Insights takes traces": env({
      name: "APPLICATIONINSIGHTS_CONNECTION_STRING",
      value: "InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://x.example/",
    }),
  },
  violations: {
    ...each(
      everywhere({ containers: [{ env: [{ name: "DATABASE_PASSWORD", value: "hunter22" }] }] }),
      "DATABASE_PASSWORD holds what looks like a secret",
    ),
    ...each(lists({ env: { name: "X", value: "postgresql://me:secret@host/db" } }), "a URL with a password"),
    "an argument": [pod({ args: ["--db-password=hunter22"] }), "args[0] holds what looks like a secret"],
    "a key in a command": [pod({ command: ["run", "sk-proj-abcdefghijklmnopqrstuvwxyz"] }), "an API key"],
    "data of a ConfigMap": [config({ A: "b", apiKey: "abc" }), "apiKey holds what looks like a secret"],
    "a file in a ConfigMap": [config({ "tls.key": "-----BEGIN PRIVATE KEY-----" }), "a private key"],
    "a ConfigMap in a list": [
      of("core/v1:ConfigMapList", { items: [{ data: { API_KEY: "abc" } }] }),
      "items[0]: API_KEY holds",
    ],
    "a secret beside what is unknown yet": [
      env({ name: "OTHER", value: unknown }, { name: "API_KEY", value: "abc" }),
      "API_KEY holds",
    ],
  },
  notApplicable: {
    "a container without variables": pod(),
    "another type": of("core/v1:Secret", { data: { API_KEY: "abc" } }),
  },
  unknown: { "a value that is unknown": env({ name: "API_KEY", value: unknown }) },
});

const labels = { app: "web" };
const workload = (
  spec: Properties = {},
  kind = "apps/v1:Deployment",
  place: Properties | string = "shop",
): Given =>
  of(
    kind,
    { metadata: { name: "web", namespace: place }, spec: { template: { metadata: { labels } }, ...spec } },
    { name: "web" },
  );
const budget = (selector: Properties, namespace = "shop", type = "policy/v1:PodDisruptionBudget"): Given =>
  of(type, { metadata: { namespace }, spec: { maxUnavailable: 1, selector } }, { name: "budget" });
const scaler = (minReplicas: number, target: Properties): Given =>
  of(
    "autoscaling/v2:HorizontalPodAutoscaler",
    {
      metadata: { namespace: "shop" },
      spec: { minReplicas, scaleTargetRef: { kind: "Deployment", name: "web", ...target } },
    },
    { name: "scaler", sources: { spec: ["web"] } },
  );
const matching = { matchLabels: labels };
describeRule(disruptionBudget, {
  compliant: {
    "a budget by labels": [workload({ replicas: 2 }), budget(matching)],
    "a budget by an expression": [
      workload({ replicas: 2 }),
      budget({ matchExpressions: [{ key: "app", operator: "In", values: ["web"] }] }),
    ],
    "a budget for all": [workload({ replicas: 2 }), budget({})],
    "an older budget": [
      workload({ replicas: 2 }),
      budget(matching, "shop", "policy/v1beta1:PodDisruptionBudget"),
    ],
    "a budget in a namespace that is unknown yet": [
      { ...workload({ replicas: 2 }, "apps/v1:Deployment", unknown), sources: { metadata: ["place"] } },
      { ...budget(matching, unknown), sources: { metadata: ["place"] } },
      of("core/v1:Namespace", {}, { name: "place" }),
    ],
  },
  violations: {
    "no budget": [[workload({ replicas: 2 })], "no PodDisruptionBudget selects its pods"],
    "no budget for a stateful set": [
      [workload({ replicas: 3 }, "apps/v1:StatefulSet")],
      "no PodDisruptionBudget",
    ],
    "replicas of an autoscaler": [[workload(), scaler(2, {})], "no PodDisruptionBudget"],
    "replicas of an autoscaler for a name that is unknown yet": [
      [workload(), scaler(2, { name: unknown })],
      "no PodDisruptionBudget",
    ],
    "a budget elsewhere": [[workload({ replicas: 2 }), budget(matching, "other")], "no PodDisruptionBudget"],
    "a budget for others": [
      [workload({ replicas: 2 }), budget({ matchLabels: { app: "web", tier: "x" } })],
      "no PodDisruptionBudget",
    ],
    "a budget for all but these": [
      [
        workload({ replicas: 2 }),
        budget({ matchExpressions: [{ key: "app", operator: "NotIn", values: ["web"] }] }),
      ],
      "no PodDisruptionBudget",
    ],
    "an object of a list": [
      [of("apps/v1:DeploymentList", { items: [{ spec: { replicas: 2 } }] })],
      "items[0]: no PodDisruptionBudget",
    ],
  },
  notApplicable: {
    "one replica": [workload({ replicas: 1 })],
    "an autoscaler for another": [workload(), scaler(2, { name: "other" })],
    "another type": [other],
  },
  unknown: { "a number that is unknown": [workload({ replicas: unknown })] },
});
