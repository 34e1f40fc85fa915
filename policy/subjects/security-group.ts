import { type Answer, compliant, every, violation } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import { isInternet } from "./addresses";

const groups = ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];

/** Every type that can open a port: inline rules, the two older standalone types, and the one of the `vpc` module. */
export const ingressTypes = [
  ...groups,
  "aws:ec2/securityGroupRule:SecurityGroupRule",
  "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
];

/** What one ingress rule lets in. */
export interface Ingress {
  /** Where it is written, for messages: `ingress[0]`, or `the rule`. */
  readonly where: string;
  /** `tcp`, `udp`, another name or number, or `-1` for all. */
  readonly protocol: string;
  readonly first: number;
  readonly last: number;
  readonly blocks: readonly Property[];
}

/**
 * Judges every ingress rule of a resource that is open to the internet. The sources of all rules that fail the same check
 * are taken together, so that a world split over several rules is still the world.
 */
export function everyPublicIngress(resource: Resource, check: (ingress: Ingress) => Answer): Answer {
  return everyOpen(ingressOf(resource), check);
}

/** The same for rules that were read already, of any cloud. */
export function everyOpen(ingress: readonly Ingress[], check: (ingress: Ingress) => Answer): Answer {
  return every(ingress, (rule) => {
    const answer = check(rule);
    if (answer.kind !== "violation") return answer;
    // The ports are wrong if the source is the internet; only now is the source needed, which may be unknown yet.
    const blocks = ingress
      .filter((other) => check(other).kind === "violation")
      .flatMap((other) => other.blocks);
    if (isInternet(textsOf(blocks.filter((block) => block.isKnown())))) return answer;
    return isInternet(textsOf(blocks)) ? answer : compliant;
  });
}

/** Whether a rule lets in a port of a protocol. */
export function admits(rule: Ingress, port: number, protocols: readonly string[]): boolean {
  return (
    isEveryProtocol(rule) || (protocols.includes(rule.protocol) && rule.first <= port && port <= rule.last)
  );
}

export function isEveryProtocol({ protocol }: Ingress): boolean {
  return protocol === "-1" || protocol === "all";
}

/** A violation that names the rule and its ports. */
export function opens(rule: Ingress, what: string): Answer {
  return violation(`${rule.where} opens ${what} to the internet`);
}

export function textsOf(blocks: readonly Property[]): string[] {
  return blocks.flatMap((block) => block.text() ?? []);
}

/** Protocols by their IANA numbers, which AWS accepts as well as the names. */
const protocols: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };

function ingressOf({ type, properties }: Resource): Ingress[] {
  if (groups.includes(type)) {
    return properties
      .get("ingress")
      .items()
      .map((rule) => ingressFrom(rule, rule.path, "protocol", ["cidrBlocks", "ipv6CidrBlocks"]));
  }
  if (type === "aws:ec2/securityGroupRule:SecurityGroupRule") {
    if (properties.get("type").text() !== "ingress") return [];
    return [ingressFrom(properties, "the rule", "protocol", ["cidrBlocks", "ipv6CidrBlocks"])];
  }
  return [ingressFrom(properties, "the rule", "ipProtocol", ["cidrIpv4", "cidrIpv6"])];
}

/** A rule as it is written: its properties of protocol and sources have these names. */
export function ingressFrom(
  rule: Property,
  where: string,
  protocol: string,
  sources: readonly string[],
): Ingress {
  const given = rule.get(protocol).text()?.toLowerCase() ?? "-1";
  const first = rule.get("fromPort").number() ?? -1;
  const last = rule.get("toPort").number() ?? -1;
  const named = protocols[given] ?? given;
  const unbounded = named === "-1" || named === "all" || first < 0 || last < 0;
  return {
    where,
    protocol: named,
    first: unbounded ? 0 : first,
    last: unbounded ? 65535 : last,
    blocks: sources.flatMap((name) => itemsOrUnknown(rule.get(name))),
  };
}

/** A list whose content is unknown yet stays one unknown element, so that reading it says so. */
function itemsOrUnknown(list: Property): Property[] {
  return list.isKnown() ? list.items() : [list];
}
