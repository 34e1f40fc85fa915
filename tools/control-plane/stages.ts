/**
 * What happens to nodes and pods where no kubelet runs: stages for kwok (https://kwok.sigs.k8s.io/docs/user/stages-configuration/).
 * Selectors are jq, templates Go's.
 */

/** How a pod fails: said by an annotation, or by a word in the name of one of its images. */
export const faultAnnotation = "control-plane/fault";
/** The image can't be pulled. The container ends and is started again and again. It runs, and never gets ready. */
export type Fault = "unpullable" | "crashing" | "unready";

/** Annotation with the time that a pod takes to get ready, for example `5s`. */
export const readyDelayAnnotation = "control-plane/ready-after";

interface Expression {
  readonly key: string;
  readonly operator: "In" | "NotIn" | "Exists" | "DoesNotExist";
  readonly values?: readonly string[];
}

interface Stage {
  readonly name: string;
  readonly kind: string;
  readonly apiGroup?: string;
  readonly when: readonly Expression[];
  readonly delay?: Readonly<Record<string, unknown>>;
  readonly next: Readonly<Record<string, unknown>>;
}

const exists = (key: string): Expression => ({ key, operator: "Exists" });
const missing = (key: string): Expression => ({ key, operator: "DoesNotExist" });
const among = (key: string, ...values: readonly string[]): Expression => ({ key, operator: "In", values });

const alive = missing(".metadata.deletionTimestamp");
const phase = (value: string): Expression => among(".status.phase", value);
const ofJob = '[.metadata.ownerReferences[]?.kind] | any(. == "Job") | tostring';
const fault = (...values: readonly (Fault | "none")[]): Expression =>
  among(
    `[.metadata.annotations["${faultAnnotation}"], (.spec.containers[].image | capture("(?<fault>unpullable|crashing|unready)").fault)] | map(select(. != null)) | first // "none"`,
    ...values,
  );

const conditions = (ready: boolean): string => `
conditions:
- { type: Initialized, status: "True", lastTransitionTime: {{ Now | Quote }} }
- { type: Ready, status: "${ready ? "True" : "False"}", lastTransitionTime: {{ Now | Quote }}${ready ? "" : ", reason: ContainersNotReady, message: containers with unready status"} }
- { type: ContainersReady, status: "${ready ? "True" : "False"}", lastTransitionTime: {{ Now | Quote }} }
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ Now | Quote }} }
{{ end }}
`;

/** Statuses of all containers, whose state and flags are given as the lines of a template. */
const containers = (lines: string): string => `
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  imageID: {{ .image | Quote }}
  ${lines.trim().split("\n").join("\n  ")}
{{ end }}
`;

const running = "state: { running: { startedAt: {{ Now | Quote }} } }";
const ended = (code: number, reason: string): string =>
  `terminated: { exitCode: ${String(code)}, reason: ${reason}, startedAt: {{ Now | Quote }}, finishedAt: {{ Now | Quote }} }`;

const addresses = `
hostIP: {{ NodeIPWith .spec.nodeName | Quote }}
podIP: {{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) | Quote }}
startTime: {{ Now | Quote }}
`;

const status = (...parts: readonly string[]): Stage["next"] => ({ statusTemplate: parts.join("\n") });

const initialized = `
initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq (or .restartPolicy "") "Always" }}
  started: true
  ${running}
  {{ else }}
  state: { ${ended(0, "Completed")} }
  {{ end }}
{{ end }}
`;

const node: Stage = {
  name: "node-ready",
  kind: "Node",
  when: [
    {
      key: '.status.conditions[]? | select(.type == "Ready") | .status',
      operator: "NotIn",
      values: ["True"],
    },
  ],
  next: status(`
conditions:
{{ range NodeConditions }}
- { type: {{ .type | Quote }}, status: {{ .status | Quote }}, reason: {{ .reason | Quote }}, message: {{ .message | Quote }}, lastHeartbeatTime: {{ Now | Quote }}, lastTransitionTime: {{ Now | Quote }} }
{{ end }}
addresses:
- { type: InternalIP, address: {{ NodeIP | Quote }} }
- { type: Hostname, address: {{ NodeName | Quote }} }
nodeInfo:
  architecture: amd64
  bootID: ""
  containerRuntimeVersion: kwok
  kernelVersion: kwok
  kubeProxyVersion: kwok
  kubeletVersion: kwok
  machineID: ""
  operatingSystem: linux
  osImage: ""
  systemUUID: ""
phase: Running
`),
};

const pods = (readyMilliseconds: number): readonly Stage[] => [
  {
    name: "pod-start",
    kind: "Pod",
    when: [
      alive,
      phase("Pending"),
      missing(".status.containerStatuses"),
      fault("none", "crashing", "unready"),
    ],
    next: status(
      conditions(false),
      initialized,
      containers("ready: false\nrestartCount: 0\nstate: { waiting: { reason: ContainerCreating } }"),
      addresses,
    ),
  },
  {
    name: "pod-unpullable",
    kind: "Pod",
    when: [alive, phase("Pending"), missing(".status.containerStatuses"), fault("unpullable")],
    next: {
      ...status(
        conditions(false),
        containers(
          'ready: false\nrestartCount: 0\nstate: { waiting: { reason: ImagePullBackOff, message: {{ printf "Back-off pulling image %q: not found" .image | Quote }} } }',
        ),
        addresses,
      ),
      event: { type: "Warning", reason: "Failed", message: "Error: ImagePullBackOff" },
    },
  },
  {
    name: "pod-ready",
    kind: "Pod",
    when: [alive, phase("Pending"), exists(".status.containerStatuses"), fault("none")],
    delay: {
      durationMilliseconds: readyMilliseconds,
      durationFrom: { expressionFrom: `.metadata.annotations["${readyDelayAnnotation}"]` },
    },
    next: status(
      conditions(true),
      containers(`ready: true\nstarted: true\nrestartCount: 0\n${running}`),
      "phase: Running",
    ),
  },
  {
    name: "pod-unready",
    kind: "Pod",
    when: [alive, phase("Pending"), exists(".status.containerStatuses"), fault("unready")],
    next: status(
      conditions(false),
      containers(`ready: false\nstarted: true\nrestartCount: 0\n${running}`),
      "phase: Running",
    ),
  },
  {
    name: "pod-crashing",
    kind: "Pod",
    when: [
      alive,
      phase("Pending"),
      exists(".status.containerStatuses"),
      fault("crashing"),
      among(ofJob, "false"),
    ],
    next: status(
      conditions(false),
      containers(
        `ready: false\nstarted: false\nrestartCount: 3\nstate: { waiting: { reason: CrashLoopBackOff, message: back-off 40s restarting failed container } }\nlastState: { ${ended(1, "Error")} }`,
      ),
      "phase: Running",
    ),
  },
  {
    name: "job-failed",
    kind: "Pod",
    when: [
      alive,
      phase("Pending"),
      exists(".status.containerStatuses"),
      fault("crashing"),
      among(ofJob, "true"),
    ],
    next: status(
      conditions(false),
      containers(`ready: false\nstarted: false\nrestartCount: 0\nstate: { ${ended(1, "Error")} }`),
      "phase: Failed",
    ),
  },
  {
    name: "job-done",
    kind: "Pod",
    when: [alive, phase("Running"), fault("none"), among(ofJob, "true")],
    next: status(
      conditions(false),
      containers(`ready: false\nstarted: false\nrestartCount: 0\nstate: { ${ended(0, "Completed")} }`),
      "phase: Succeeded",
    ),
  },
  {
    name: "pod-gone",
    kind: "Pod",
    when: [exists(".metadata.deletionTimestamp")],
    delay: { durationMilliseconds: 100 },
    next: { delete: true },
  },
];

/** What a cloud's controllers do: addresses (of documentation, RFC 5737) for load balancers. */
const balanced = (kind: string, apiGroup: string, more: readonly Expression[]): Stage => ({
  name: `${kind.toLowerCase()}-address`,
  kind,
  apiGroup,
  when: [alive, ...more, missing(".status.loadBalancer.ingress[]?.ip")],
  next: status('loadBalancer:\n  ingress:\n  - ip: "192.0.2.1"'),
});

/** The stages as kwok reads them. @param readyMilliseconds from a container's creation until its pod is ready */
export function stagesFile(readyMilliseconds: number): string {
  const stages = [
    node,
    ...pods(readyMilliseconds),
    balanced("Service", "v1", [among(".spec.type", "LoadBalancer")]),
    balanced("Ingress", "networking.k8s.io/v1", []),
  ];
  return stages
    .map(({ name, kind, apiGroup = "v1", when, delay, next }) =>
      JSON.stringify({
        apiVersion: "kwok.x-k8s.io/v1alpha1",
        kind: "Stage",
        metadata: { name },
        spec: {
          resourceRef: { apiGroup, kind },
          selector: { matchExpressions: when },
          ...(delay !== undefined && { delay }),
          next,
        },
      }),
    )
    .join("\n---\n");
}
