import { amount, at, list, record, shown, text } from "../reading";
import type { Path, Problem, Properties, World } from "../rules";
import { each, invalid } from "./checks";
import { namespaceOf } from "./object";

const levels = ["privileged", "baseline", "restricted"];

/** Capabilities that a container may add in "baseline" (kubernetes.io/docs/concepts/security/pod-security-standards). */
const baselineCapabilities = [
  "AUDIT_WRITE",
  "CHOWN",
  "DAC_OVERRIDE",
  "FOWNER",
  "FSETID",
  "KILL",
  "MKNOD",
  "NET_BIND_SERVICE",
  "SETFCAP",
  "SETGID",
  "SETPCAP",
  "SETUID",
  "SYS_CHROOT",
];

/** Volumes that a pod may have in "restricted". */
const restrictedVolumes = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/**
 * What the Pod Security standard that a namespace enforces refuses, in the words of the API server. It refuses pods themselves;
 * of a workload, whose pods then never come, this is a problem too.
 */
export function podSecurityProblems(
  object: Properties,
  spec: Properties,
  path: Path,
  world: World,
): Problem[] {
  const namespace = world.find("kubernetes:core/v1:Namespace", namespaceOf(object) ?? "default");
  const level = text(
    record(at(namespace?.outputs ?? {}, "metadata.labels"))["pod-security.kubernetes.io/enforce"],
  );
  if (level === undefined || !levels.includes(level) || level === "privileged") return [];
  const violations = [...baseline(spec), ...(level === "restricted" ? restricted(spec) : [])];
  return violations.length === 0
    ? []
    : invalid(path, `violates PodSecurity "${level}:latest": ${violations.join(", ")}`);
}

interface Container {
  readonly name: string;
  readonly context: Properties;
  readonly ports: Properties[];
}

function containersOf(spec: Properties): Container[] {
  return ["containers", "initContainers"].flatMap((list) =>
    each(spec, list).map(({ value }) => ({
      name: shown(value["name"]),
      context: record(value["securityContext"]),
      ports: each(value, "ports").map((port) => port.value),
    })),
  );
}

const quoted = (containers: readonly Container[]): string =>
  `container${containers.length === 1 ? "" : "s"} ${containers.map(({ name }) => `"${name}"`).join(", ")}`;

function offenders(
  spec: Properties,
  what: string,
  must: string,
  offends: (container: Container) => boolean,
): string[] {
  const found = containersOf(spec).filter(offends);
  return found.length === 0 ? [] : [`${what} (${quoted(found)} ${must})`];
}

function baseline(spec: Properties): string[] {
  const host = ["hostNetwork", "hostPID", "hostIPC"].filter((property) => spec[property] === true);
  const paths = each(spec, "volumes").filter(({ value }) => value["hostPath"] !== undefined);
  return [
    ...(host.length > 0
      ? [`host namespaces (${host.map((property) => `${property}=true`).join(", ")})`]
      : []),
    ...(paths.length > 0
      ? [`hostPath volumes (volume ${paths.map(({ value }) => `"${shown(value["name"])}"`).join(", ")})`]
      : []),
    ...offenders(
      spec,
      "privileged",
      "must not set securityContext.privileged=true",
      ({ context }) => context["privileged"] === true,
    ),
    ...offenders(spec, "hostPort", "uses a hostPort", ({ ports }) =>
      ports.some(({ hostPort }) => (amount(hostPort) ?? 0) > 0),
    ),
    ...offenders(
      spec,
      "non-default capabilities",
      "must not include other capabilities in securityContext.capabilities.add",
      ({ context }) =>
        list(at(context, "capabilities.add")).some(
          (each) => typeof each === "string" && !baselineCapabilities.includes(each),
        ),
    ),
    ...(seccompOf(spec) === "Unconfined"
      ? ['seccompProfile (pod must not set securityContext.seccompProfile.type to "Unconfined")']
      : []),
  ];
}

const seccompOf = (owner: Properties): string | undefined =>
  text(at(owner, "securityContext.seccompProfile.type"));

function restricted(spec: Properties): string[] {
  const pod = record(spec["securityContext"]);
  const podSeccomp = seccompOf(spec);
  const isSeccompRight = (type: string | undefined): boolean =>
    type === "RuntimeDefault" || type === "Localhost";
  const volumes = each(spec, "volumes").filter(({ value }) =>
    Object.keys(value).some((key) => key !== "name" && !restrictedVolumes.includes(key)),
  );
  return [
    ...offenders(
      spec,
      "allowPrivilegeEscalation != false",
      "must set securityContext.allowPrivilegeEscalation=false",
      ({ context }) => context["allowPrivilegeEscalation"] !== false,
    ),
    ...offenders(
      spec,
      "unrestricted capabilities",
      'must set securityContext.capabilities.drop=["ALL"]',
      ({ context }) =>
        !list(at(context, "capabilities.drop")).includes("ALL") ||
        list(at(context, "capabilities.add")).some((each) => each !== "NET_BIND_SERVICE"),
    ),
    ...(volumes.length > 0
      ? [
          `restricted volume types (volume ${volumes.map(({ value }) => `"${shown(value["name"])}"`).join(", ")})`,
        ]
      : []),
    ...offenders(
      spec,
      "runAsNonRoot != true",
      "must set securityContext.runAsNonRoot=true",
      ({ context }) => (context["runAsNonRoot"] ?? pod["runAsNonRoot"]) !== true,
    ),
    ...(amount(pod["runAsUser"]) === 0 ? ["runAsUser=0 (pod must not set runAsUser=0)"] : []),
    ...offenders(
      spec,
      "runAsUser=0",
      "must not set runAsUser=0",
      ({ context }) => amount(context["runAsUser"]) === 0,
    ),
    ...offenders(
      spec,
      "seccompProfile",
      'must set securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost"',
      ({ context }) => !isSeccompRight(text(at(context, "seccompProfile.type")) ?? podSeccomp),
    ),
  ];
}
