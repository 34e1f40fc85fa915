import { type Answer, attempt, compliant, every } from "../mechanism/answer";
import { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import { isInternet } from "./addresses";
import type { Ingress } from "./security-group";

const rule = "gcp:compute/firewall:Firewall";
const policyRules = [
  "gcp:compute/firewallPolicyRule:FirewallPolicyRule",
  "gcp:compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule",
  "gcp:compute/regionNetworkFirewallPolicyRule:RegionNetworkFirewallPolicyRule",
];
const wholePolicies = [
  "gcp:compute/firewallPolicyWithRules:FirewallPolicyWithRules",
  "gcp:compute/networkFirewallPolicyWithRules:NetworkFirewallPolicyWithRules",
  "gcp:compute/regionNetworkFirewallPolicyWithRules:RegionNetworkFirewallPolicyWithRules",
];

/** Every type that can open a port: rules of a network, rules of a firewall policy, and policies with their rules in them. */
export const firewallTypes = [rule, ...policyRules, ...wholePolicies];

type Direction = "INGRESS" | "EGRESS";

/**
 * Judges every rule of a resource that opens something from the internet (`INGRESS`) or to it (`EGRESS`). The addresses of
 * all rules that fail the same check are taken together, so that a world split over several rules is still the world.
 */
export function everyOpenWay(
  resource: Resource,
  direction: Direction,
  check: (way: Ingress) => Answer,
): Answer {
  const rules = rulesOf(resource);
  // What can't be read is reported at its own place, below.
  const wrong = rules.flatMap((written) => {
    let blocks: readonly Property[] = [];
    attempt(() => {
      blocks = waysOf(resource.type, written, direction)
        .filter((way) => check(way).kind === "violation")
        .flatMap((way) => way.blocks);
      return compliant;
    });
    return blocks;
  });
  return every(rules, (written) =>
    every(waysOf(resource.type, written, direction), (way) => {
      const answer = check(way);
      if (answer.kind !== "violation") return answer;
      // The ports are wrong if the addresses are the internet; only now are these needed, which may be unknown yet.
      if (isInternet(textsOf(wrong.filter((block) => block.isKnown())))) return answer;
      return isInternet(textsOf([...wrong, ...way.blocks])) ? answer : compliant;
    }),
  );
}

function rulesOf({ type, properties }: Resource): Property[] {
  return wholePolicies.includes(type) ? properties.get("rules").items() : [properties];
}

/** What one rule opens in a direction: an entry for each range of ports. */
function waysOf(type: string, written: Property, direction: Direction): Ingress[] {
  if (written.get("disabled").flag() === true) return [];
  if ((written.get("direction").text() ?? "INGRESS").toUpperCase() !== direction) return [];
  const where = written.path === "" ? "the rule" : written.path;
  if (type === rule) {
    const blocks =
      direction === "INGRESS"
        ? openTo(written, ["sourceRanges"], ["sourceTags", "sourceServiceAccounts"])
        : openTo(written, ["destinationRanges"], []);
    return written
      .get("allows")
      .items()
      .flatMap((allowed) => waysOfProtocol(where, allowed, "protocol", blocks));
  }
  // "goto_next" leaves it to the next policy, "deny" closes; inspected traffic is let through.
  if (!["allow", "apply_security_profile_group"].includes((written.get("action").text() ?? "").toLowerCase()))
    return [];
  const match = written.get("match");
  const side = direction === "INGRESS" ? "src" : "dest";
  const blocks = matchBlocks(match, side);
  return match
    .get("layer4Configs")
    .items()
    .flatMap((allowed) => waysOfProtocol(where, allowed, "ipProtocol", blocks));
}

const world = new Property("0.0.0.0/0");

/** Addresses of a network's rule; one that names nobody means everybody. */
function openTo(written: Property, ranges: readonly string[], others: readonly string[]): Property[] {
  const given = ranges.flatMap((name) => itemsOrUnknown(written.get(name)));
  return given.length === 0 && !others.some((name) => written.get(name).isSet()) ? [world] : given;
}

/** Addresses of a policy's rule. A whole country, or "the internet", is as good as the world. */
function matchBlocks(match: Property, side: "src" | "dest"): Property[] {
  const given = itemsOrUnknown(match.get(`${side}IpRanges`));
  const narrow = ["AddressGroups", "Fqdns", "SecureTags", "Networks", "ThreatIntelligences"];
  const named = narrow.some((name) => match.get(`${side}${name}`).isSet());
  const everybody = match.get(`${side}RegionCodes`).isSet() || (given.length === 0 && !named);
  return everybody ? [...given, world] : given;
}

/** Protocols by their IANA numbers, which Google accepts as well as the names. */
const numbers: Readonly<Record<string, string>> = { "6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6" };

function waysOfProtocol(
  where: string,
  allowed: Property,
  name: string,
  blocks: readonly Property[],
): Ingress[] {
  const given = allowed.get(name).text()?.toLowerCase() ?? "all";
  const protocol = numbers[given] ?? given;
  const ports = allowed.get("ports").items();
  if (ports.length === 0) return [{ where, protocol, first: 0, last: 65535, blocks }];
  return ports.map((range) => {
    const [first = "0", last = first] = (range.text() ?? "").split("-");
    return { where, protocol, first: Number(first), last: Number(last), blocks };
  });
}

function textsOf(blocks: readonly Property[]): string[] {
  return blocks.flatMap((block) => block.text() ?? []);
}

/** A list whose content is unknown yet stays one unknown element, so that reading it says so. */
function itemsOrUnknown(list: Property): Property[] {
  return list.isKnown() ? list.items() : [list];
}
