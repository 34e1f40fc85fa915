import { block, contains } from "../cidr";
import { amount, at, list, text } from "../reading";
import type { Check, Problem, Properties } from "../rules";
import { each, invalid, oneOf } from "./checks";
import { portNameProblems, portNumberProblems } from "./containers";

function peerProblems({ value, path }: { value: Properties; path: string }): Problem[] {
  const kinds = ["ipBlock", "namespaceSelector", "podSelector"].filter((kind) => value[kind] !== undefined);
  if (kinds.length === 0) return invalid(path, "Required value: must specify a peer");
  if (value["ipBlock"] === undefined) return [];
  if (kinds.length > 1) return invalid(path, "Forbidden: may not specify both ipBlock and another peer");
  const cidr = text(at(value, "ipBlock.cidr"));
  if (cidr === undefined || cidr.includes(":")) return [];
  const range = block(cidr);
  if (range === undefined)
    return invalid(
      `${path}.ipBlock.cidr`,
      `Invalid value: "${cidr}": must be a valid CIDR value, (e.g. 10.9.8.0/24)`,
    );
  return list(at(value, "ipBlock.except")).flatMap((except, index) => {
    const inner = typeof except === "string" ? block(except) : undefined;
    const here = `${path}.ipBlock.except[${String(index)}]`;
    return inner !== undefined && inner.prefix > range.prefix && contains(range, inner)
      ? []
      : invalid(here, `Invalid value: ${JSON.stringify(except)}: must be a strict subset of \`cidr\``);
  });
}

function portProblems({ value, path }: { value: Properties; path: string }): Problem[] {
  const end = amount(value["endPort"]);
  const port = value["port"];
  return [
    ...oneOf(value, "protocol", ["SCTP", "TCP", "UDP"], `${path}.`),
    ...portNumberProblems(port, `${path}.port`),
    ...portNameProblems(port, `${path}.port`),
    ...(end !== undefined && (typeof port !== "number" || end < port)
      ? invalid(
          `${path}.endPort`,
          "Invalid value: must be greater than or equal to `port`, which must be a number",
        )
      : []),
  ];
}

const check: Check = (object) => {
  const rules = [
    ...each(object, "spec.ingress").map((rule) => ({ ...rule, peers: "from" })),
    ...each(object, "spec.egress").map((rule) => ({ ...rule, peers: "to" })),
  ];
  return [
    ...list(at(object, "spec.policyTypes")).flatMap((type, index) =>
      oneOf({ type }, "type", ["Egress", "Ingress"]).map(({ reason }) => ({
        path: `spec.policyTypes[${String(index)}]`,
        reason,
      })),
    ),
    ...rules.flatMap(({ value, path, peers }) => each(value, peers, `${path}.`).flatMap(peerProblems)),
    ...rules.flatMap(({ value, path }) => each(value, "ports", `${path}.`).flatMap(portProblems)),
  ];
};

export const networkPolicyChecks: readonly Check[] = [check];
