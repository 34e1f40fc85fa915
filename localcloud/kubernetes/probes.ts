import { amount, isRecord, list, record } from "../reading";
import type { Path, Problem, Properties, Value } from "../rules";
import { atLeast, exactlyOne, invalid, oneOf } from "./checks";
import { isPortNumber } from "./formats";

const kinds = ["startupProbe", "livenessProbe", "readinessProbe"] as const;

/** Problems of a container's probes, whose ports must be there. */
export function probeProblems(container: Properties, path: Path): Problem[] {
  const names = list(container["ports"])
    .filter(isRecord)
    .map(({ name }) => name);
  return kinds.flatMap((kind) => {
    const probe = container[kind];
    if (!isRecord(probe)) return [];
    const here = `${path}.${kind}`;
    const once = kind === "readinessProbe" ? [] : mustSucceedOnce(probe, here);
    return [...handlerProblems(probe, here, names), ...timeProblems(probe, here), ...once];
  });
}

function handlerProblems(probe: Properties, path: Path, names: readonly (Value | undefined)[]): Problem[] {
  const http = record(probe["httpGet"]);
  const handlers = ["exec", "grpc", "httpGet", "tcpSocket"];
  return [
    ...exactlyOne(probe, path, handlers, "handler type"),
    ...portProblems(http["port"], `${path}.httpGet.port`, names),
    ...portProblems(record(probe["tcpSocket"])["port"], `${path}.tcpSocket.port`, names),
    ...oneOf(http, "scheme", ["HTTP", "HTTPS"], `${path}.httpGet.`),
  ];
}

/** A number in range, or the name of a port of the same container. */
function portProblems(port: Value | undefined, path: Path, names: readonly (Value | undefined)[]): Problem[] {
  if (typeof port === "number" && !isPortNumber(port))
    return invalid(path, `Invalid value: ${String(port)}: must be between 1 and 65535, inclusive`);
  // The API server takes any name, and the probe then fails for ever.
  return typeof port === "string" && !/^\d+$/.test(port) && !names.includes(port)
    ? invalid(path, `couldn't find port "${port}" in the container's ports: the probe would never succeed`)
    : [];
}

const timeProblems = (probe: Properties, path: Path): Problem[] => [
  ...atLeast(probe, "initialDelaySeconds", 0, `${path}.`),
  // 0 stands for the default.
  ...atLeast(probe, "timeoutSeconds", 0, `${path}.`),
  ...atLeast(probe, "periodSeconds", 0, `${path}.`),
  ...atLeast(probe, "successThreshold", 0, `${path}.`),
  ...atLeast(probe, "failureThreshold", 0, `${path}.`),
];

function mustSucceedOnce(probe: Properties, path: Path): Problem[] {
  const threshold = amount(probe["successThreshold"]);
  return threshold === undefined || threshold <= 1
    ? []
    : invalid(`${path}.successThreshold`, `Invalid value: ${String(threshold)}: must be 1`);
}
