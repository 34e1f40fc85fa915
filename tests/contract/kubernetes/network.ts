import { block, overlaps } from "../../../localcloud/cidr";
import type { Value } from "../../unit/mocks";
import { at, list, number, type Resource, type Resources, text } from "../resource";
import { programOf } from "./workloads";

const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";

/**
 * The programs whose pods may connect to a port of some addresses: by a policy of their own, or all, where no policy of a
 * namespace denies what none allows.
 *
 * @param cidrs IPv4 blocks
 */
export function whoReaches(resources: Resources, cidrs: readonly string[], port: number): string[] {
  const policies = resources.of(policyType);
  if (!policies.some(deniesAll)) return ["every pod"];
  return policies
    .filter(({ inputs }) =>
      list(at(inputs, "spec.egress")).some((rule) => opensPort(rule, port) && leadsTo(rule, cidrs)),
    )
    .map(programOf);
}

/** Whether the pods of a program may connect to a port of the pods of a namespace. */
export function reachesNamespace(
  resources: Resources,
  program: string,
  namespace: string,
  port: number,
): boolean {
  const own = resources.of(policyType).filter((policy) => programOf(policy) === program);
  return own.some(({ inputs }) =>
    list(at(inputs, "spec.egress")).some(
      (rule) =>
        opensPort(rule, port) &&
        list(at(rule, "to"))
          .map((peer) => at(peer, "namespaceSelector.matchLabels"))
          // A dot in a label's name is no step of a path.
          .some((labels) => JSON.stringify(labels) === JSON.stringify({ [namespaceLabel]: namespace })),
    ),
  );
}

const namespaceLabel = "kubernetes.io/metadata.name";

function deniesAll({ inputs }: Resource): boolean {
  const types = list(at(inputs, "spec.policyTypes"));
  const selector = at(inputs, "spec.podSelector");
  return (
    types.includes("Ingress") &&
    types.includes("Egress") &&
    JSON.stringify(selector) === "{}" &&
    list(at(inputs, "spec.egress")).length + list(at(inputs, "spec.ingress")).length === 0
  );
}

function opensPort(rule: Value, port: number): boolean {
  const ports = list(at(rule, "ports"));
  return ports.length === 0 || ports.some((each) => number(at(each, "port")) === port);
}

function leadsTo(rule: Value, cidrs: readonly string[]): boolean {
  const peers = list(at(rule, "to"));
  if (peers.length === 0) return true;
  return peers.some((peer) => {
    const range = block(text(at(peer, "ipBlock.cidr")));
    return (
      range !== undefined && cidrs.flatMap((cidr) => block(cidr) ?? []).some((each) => overlaps(each, range))
    );
  });
}
