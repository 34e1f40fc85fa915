import type { Answer } from "../mechanism/answer";
import { Property } from "../mechanism/property";
import type { Resource } from "../mechanism/resource";
import { lower } from "./azure-reference";
import { everyOpen, type Ingress } from "./security-group";

const group = "azure-native:network:NetworkSecurityGroup";
const adminRule = "azure-native:network:AdminRule";

/** Every type of Azure that can open a port: rules inside of a group, rules on their own, and those of a network manager. */
export const inboundTypes = [group, "azure-native:network:SecurityRule", adminRule];

/** Words that mean every address, or those of every customer of Azure. */
const everybody = /^(\*|any|internet|azurecloud(\..+)?|0\.0\.0\.0|(<nw>)?\/0)$/;

/** Judges every inbound rule of a resource that is open to the internet; see `everyPublicIngress`. */
export function everyPublicInbound(resource: Resource, check: (ingress: Ingress) => Answer): Answer {
  const answer = everyOpen(inboundOf(resource), check);
  // A rule for every protocol counts for TCP and for UDP, and says the same of both.
  return answer.kind === "violation" ? { ...answer, details: [...new Set(answer.details)] } : answer;
}

function inboundOf({ type, properties }: Resource): Ingress[] {
  const rules =
    type === group
      ? properties
          .get("securityRules")
          .items()
          .map((rule) => ({ rule, where: rule.get("name").isKnown() ? named(rule) : rule.path }))
      : [{ rule: properties, where: "the rule" }];
  return rules
    .filter(({ rule }) => lower(rule.get("access")) !== "deny" && lower(rule.get("direction")) !== "outbound")
    .flatMap(({ rule, where }) => one(rule, where, type === adminRule));
}

const named = (rule: Property): string => {
  const name = rule.get("name").text();
  return name === undefined ? rule.path : `${rule.path} ("${name}")`;
};

/** One entry for each protocol and range of ports of a rule. */
function one(rule: Property, where: string, ofManager: boolean): Ingress[] {
  const given = lower(rule.get("protocol")) ?? "*";
  const protocols = given === "*" || given === "any" ? ["tcp", "udp"] : [given];
  const sources = ofManager
    ? listOf(rule.get("sources")).map((source) => (source.isKnown() ? source.get("addressPrefix") : source))
    : [rule.get("sourceAddressPrefix"), ...listOf(rule.get("sourceAddressPrefixes"))];
  // A rule of a network manager without sources is for every source.
  const open = ofManager && sources.length === 0 ? [new Property("*", "sources")] : sources;
  const blocks = open.map((source) => (source.isKnown() ? block(source) : source));
  const ranges = [rule.get("destinationPortRange"), ...rule.get("destinationPortRanges").items()]
    .filter((range) => range.isSet())
    .map((range) => range.text() ?? "*");
  return (ranges.length > 0 ? ranges : ["*"]).flatMap((range) =>
    protocols.map((protocol) => ({ where, protocol, ...ports(range), blocks })),
  );
}

function ports(range: string): { first: number; last: number } {
  const [first = "", last = first] = range.split("-").map((part) => part.trim());
  if (!/^\d+$/.test(first) || !/^\d+$/.test(last)) return { first: 0, last: 65535 };
  return { first: Number(first), last: Number(last) };
}

function block(source: Property): Property {
  const text = lower(source);
  return text !== undefined && everybody.test(text.trim()) ? new Property("0.0.0.0/0", source.path) : source;
}

/** A list whose content is unknown yet stays one unknown element, so that reading it says so. */
function listOf(list: Property): Property[] {
  return list.isKnown() ? list.items() : [list];
}
