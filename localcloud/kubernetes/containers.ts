import { amount, at, isRecord, list, record, shown, text } from "../reading";
import type { Path, Problem, Properties, Value } from "../rules";
import {
  atLeast,
  duplicates,
  each,
  exactlyOne,
  invalid,
  oneOf,
  quantityOf,
  quantityProblems,
} from "./checks";
import { isPortName, isPortNumber, nameProblem } from "./formats";
import { probeProblems } from "./probes";

/** A container with its place. */
export interface Container {
  readonly value: Properties;
  readonly path: Path;
}

/** Everything that an API server refuses of one container. */
export function containerProblems({ value, path }: Container, volumes: readonly string[]): Problem[] {
  const name = text(value["name"]);
  const reason = name === undefined ? undefined : nameProblem(name, "label");
  return [
    ...(reason === undefined ? [] : invalid(`${path}.name`, reason)),
    ...(text(value["image"])?.trim() === "" ? invalid(`${path}.image`, "Required value") : []),
    ...oneOf(value, "imagePullPolicy", ["Always", "IfNotPresent", "Never"], `${path}.`),
    ...resourceProblems(record(value["resources"]), `${path}.resources`),
    ...portProblems(value, path),
    ...environmentProblems(value, path),
    ...mountProblems(value, path, volumes),
    ...probeProblems(value, path),
    ...securityProblems(record(value["securityContext"]), `${path}.securityContext`),
  ];
}

/** Requests may not be above limits. */
function resourceProblems(resources: Properties, path: Path): Problem[] {
  const limits = record(resources["limits"]);
  const requests = record(resources["requests"]);
  return [
    ...quantityProblems(limits, `${path}.limits`),
    ...quantityProblems(requests, `${path}.requests`),
    ...Object.entries(requests).flatMap(([name, value]) => {
      const request = quantityOf(value);
      const limit = quantityOf(limits[name]);
      return request !== undefined && limit !== undefined && request > limit
        ? invalid(
            `${path}.requests.${name}`,
            `Invalid value: "${shown(value)}": must be less than or equal to ${name} limit of ${shown(limits[name])}`,
          )
        : [];
    }),
  ];
}

function portProblems(container: Properties, path: Path): Problem[] {
  const ports = each(container, "ports", `${path}.`);
  return [
    ...ports.flatMap((port) => [
      ...portNumberProblems(port.value["containerPort"], `${port.path}.containerPort`),
      ...portNameProblems(port.value["name"], `${port.path}.name`),
      ...oneOf(port.value, "protocol", ["SCTP", "TCP", "UDP"], `${port.path}.`),
    ]),
    ...duplicates(ports.map((port) => ({ key: port.value["name"], path: `${port.path}.name` }))),
  ];
}

export function portNumberProblems(port: Value | undefined, path: Path): Problem[] {
  return typeof port === "number" && !isPortNumber(port)
    ? invalid(path, `Invalid value: ${String(port)}: must be between 1 and 65535, inclusive`)
    : [];
}

export function portNameProblems(name: Value | undefined, path: Path): Problem[] {
  return typeof name === "string" && !isPortName(name)
    ? invalid(
        path,
        `Invalid value: "${name}": must be no more than 15 lower case letters, digits and '-', at least one a letter`,
      )
    : [];
}

function environmentProblems(container: Properties, path: Path): Problem[] {
  return each(container, "env", `${path}.`).flatMap((variable) => {
    const name = text(variable.value["name"]) ?? "";
    const source = variable.value["valueFrom"];
    return [
      ...(/^[^=\p{Cc}]+$/u.test(name)
        ? []
        : invalid(`${variable.path}.name`, `Invalid value: "${name}": no name of a variable`)),
      ...(source !== undefined &&
      text(variable.value["value"]) !== undefined &&
      variable.value["value"] !== ""
        ? invalid(
            `${variable.path}.valueFrom`,
            "Invalid value: may not be specified when `value` is not empty",
          )
        : []),
      ...(isRecord(source)
        ? exactlyOne(
            source,
            `${variable.path}.valueFrom`,
            ["configMapKeyRef", "fieldRef", "fileKeyRef", "resourceFieldRef", "secretKeyRef"],
            "one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`",
          )
        : []),
    ];
  });
}

function mountProblems(container: Properties, path: Path, volumes: readonly string[]): Problem[] {
  const mounts = each(container, "volumeMounts", `${path}.`);
  return [
    ...mounts.flatMap((mount) => {
      const name = text(mount.value["name"]);
      return [
        ...(name === undefined || volumes.includes(name)
          ? []
          : invalid(`${mount.path}.name`, `Not found: "${name}"`)),
        ...(mount.value["mountPath"] === "" ? invalid(`${mount.path}.mountPath`, "Required value") : []),
      ];
    }),
    ...duplicates(
      mounts.map((mount) => ({ key: mount.value["mountPath"], path: `${mount.path}.mountPath` })),
    ).map(({ path, reason }) => ({
      path,
      reason: reason.replace("Duplicate value", "Invalid value: must be unique"),
    })),
  ];
}

function securityProblems(context: Properties, path: Path): Problem[] {
  const added = list(at(context, "capabilities.add"));
  const escalates =
    context["privileged"] === true || added.includes("SYS_ADMIN") || added.includes("CAP_SYS_ADMIN");
  return [
    ...(context["allowPrivilegeEscalation"] === false && escalates
      ? invalid(
          path,
          "Invalid value: cannot set `allowPrivilegeEscalation` to false and `privileged` to true, or add CAP_SYS_ADMIN",
        )
      : []),
    ...atLeast(context, "runAsUser", 0, `${path}.`),
    ...atLeast(context, "runAsGroup", 0, `${path}.`),
    ...(context["runAsNonRoot"] === true && amount(context["runAsUser"]) === 0
      ? invalid(
          `${path}.runAsUser`,
          "container's runAsUser breaks non-root policy: its pod would never start",
        )
      : []),
  ];
}
