import { at, list, record, shown, text } from "../reading";
import type { Check, Problem, Properties } from "../rules";
import { duplicates, each, invalid, oneOf } from "./checks";
import { portNameProblems, portNumberProblems } from "./containers";
import { isPortName, isSubdomain, labelValueProblem, nameProblem } from "./formats";

const types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];

/** The ports that nodes may open for services, of every cluster that does not change them. */
const nodePorts = { first: 30_000, last: 32_767 };

function portProblems(
  { value, path }: { value: Properties; path: string },
  several: boolean,
  type: string,
): Problem[] {
  const target = value["targetPort"];
  const node = value["nodePort"];
  return [
    ...portNumberProblems(value["port"], `${path}.port`),
    ...portNumberProblems(target, `${path}.targetPort`),
    ...portNameProblems(target, `${path}.targetPort`),
    ...oneOf(value, "protocol", ["SCTP", "TCP", "UDP"], `${path}.`),
    ...(several && value["name"] === undefined ? invalid(`${path}.name`, "Required value") : []),
    ...(typeof value["name"] === "string" && nameProblem(value["name"], "label") !== undefined
      ? invalid(`${path}.name`, nameProblem(value["name"], "label") ?? "")
      : []),
    ...(node !== undefined && type === "ClusterIP"
      ? invalid(`${path}.nodePort`, "Forbidden: may not be used when `type` is 'ClusterIP'")
      : []),
    ...(typeof node === "number" && node !== 0 && (node < nodePorts.first || node > nodePorts.last)
      ? invalid(
          `${path}.nodePort`,
          `Invalid value: ${String(node)}: provided port is not in the valid range. The range of valid ports is ${String(nodePorts.first)}-${String(nodePorts.last)}`,
        )
      : []),
  ];
}

const serviceCheck: Check = (object) => {
  const type = text(at(object, "spec.type")) ?? "ClusterIP";
  const ports = each(object, "spec.ports");
  const external = text(at(object, "spec.externalName"));
  return [
    ...oneOf(object, "spec.type", types),
    ...oneOf(object, "spec.sessionAffinity", ["ClientIP", "None"]),
    ...(ports.length === 0 && type !== "ExternalName" && at(object, "spec.clusterIP") !== "None"
      ? invalid("spec.ports", "Required value")
      : []),
    ...ports.flatMap((port) => portProblems(port, ports.length > 1, type)),
    ...duplicates(ports.map(({ value, path }) => ({ key: value["name"], path: `${path}.name` }))),
    ...duplicates(
      ports.map(({ value, path }) => ({
        key: `${shown(value["protocol"] ?? "TCP")}/${shown(value["port"])}`,
        path,
      })),
    ),
    ...(type === "ExternalName" && (external === undefined || !isSubdomain(external))
      ? invalid("spec.externalName", "Required value: the name of a host")
      : []),
    ...(at(object, "spec.clusterIP") === "None" && (type === "LoadBalancer" || type === "NodePort")
      ? invalid("spec.clusterIP", `Invalid value: "None": may not be set to 'None' for ${type} services`)
      : []),
    ...Object.entries(record(at(object, "spec.selector"))).flatMap(([key, value]) => {
      const reason = typeof value === "string" ? labelValueProblem(value) : undefined;
      return reason === undefined ? [] : invalid(`spec.selector.${key}`, reason);
    }),
  ];
};

export const serviceChecks: readonly Check[] = [serviceCheck];

function backendProblems(backend: Properties, path: string): Problem[] {
  const service = record(backend["service"]);
  const port = record(service["port"]);
  const both = backend["service"] !== undefined && backend["resource"] !== undefined;
  if (both) return invalid(`${path}.resource`, "Forbidden: cannot set both resource and service backends");
  if (backend["service"] === undefined)
    return backend["resource"] === undefined ? invalid(path, "Required value: a service or a resource") : [];
  const name = text(service["name"]);
  const reason = name === undefined ? undefined : nameProblem(name, "service");
  return [
    ...(reason === undefined ? [] : invalid(`${path}.service.name`, reason)),
    ...((port["name"] === undefined) === (port["number"] === undefined)
      ? invalid(`${path}.service.port`, "Required value: either the name or the number of a port")
      : []),
    ...portNumberProblems(port["number"], `${path}.service.port.number`),
    ...(typeof port["name"] === "string" && !isPortName(port["name"])
      ? portNameProblems(port["name"], `${path}.service.port.name`)
      : []),
  ];
}

const isHost = (host: string): boolean => isSubdomain(host.replace(/^\*\./, ""));

const ingressCheck: Check = (object) => {
  const rules = each(object, "spec.rules");
  const fallback = at(object, "spec.defaultBackend");
  return [
    ...(rules.length === 0 && fallback === undefined
      ? invalid("spec", "Invalid value: either `defaultBackend` or `rules` must be specified")
      : []),
    ...(fallback === undefined ? [] : backendProblems(record(fallback), "spec.defaultBackend")),
    ...rules.flatMap((rule) => hostProblems(rule.value["host"], `${rule.path}.host`)),
    ...rules.flatMap((rule) =>
      each(rule.value, "http.paths", `${rule.path}.`).flatMap(({ value, path }) => [
        ...oneOf(value, "pathType", ["Exact", "ImplementationSpecific", "Prefix"], `${path}.`),
        ...(value["pathType"] !== "ImplementationSpecific" && !(text(value["path"]) ?? "").startsWith("/")
          ? invalid(`${path}.path`, `Invalid value: "${text(value["path"]) ?? ""}": must be an absolute path`)
          : []),
        ...backendProblems(record(value["backend"]), `${path}.backend`),
      ]),
    ),
    ...each(object, "spec.tls").flatMap(({ value, path }) =>
      list(value["hosts"]).flatMap((host, index) => hostProblems(host, `${path}.hosts[${String(index)}]`)),
    ),
  ];
};

function hostProblems(host: unknown, path: string): Problem[] {
  if (typeof host !== "string" || host === "") return [];
  if (/^\d+(\.\d+){3}$/.test(host))
    return invalid(path, `Invalid value: "${host}": must be a DNS name, not an IP address`);
  return isHost(host)
    ? []
    : invalid(
        path,
        `Invalid value: "${host}": a lowercase RFC 1123 subdomain, or a wildcard in front of one`,
      );
}

export const ingressChecks: readonly Check[] = [ingressCheck];
