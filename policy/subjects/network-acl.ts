import { type Answer, compliant, every, notApplicable } from "../mechanism/answer";
import type { Property } from "../mechanism/property";
import { refersTo, type Resource, type Stack } from "../mechanism/resource";
import { isInternet } from "./addresses";
import { admits, type Ingress, ingressFrom, textsOf } from "./security-group";

const acls = ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"];
const standalone = "aws:ec2/networkAclRule:NetworkAclRule";

/** Every type that can let packets into a subnet: ACLs with rules inline, and the rule of its own. */
export const aclTypes = [...acls, standalone];

/** An ingress rule of a network ACL. AWS takes the first that fits, by number; what none fits is denied. */
interface Entry extends Ingress {
  readonly resource: Resource;
  readonly number: number;
  readonly allows: boolean;
}

/** Judges each rule of a resource that lets packets for a port in from the internet. */
export function everyPublicEntry(
  resource: Resource,
  stack: Stack,
  { port, protocol }: { readonly port: number; readonly protocol: string },
  check: (entry: Ingress) => Answer,
): Answer {
  if (resource.properties.get("egress").flag() === true) return notApplicable;
  const about = entriesBeside(resource, stack)
    .filter((entry) => admits(entry, port, [protocol]))
    .sort((one, other) => one.number - other.number);
  const open = about.filter(
    (entry, index) => entry.allows && !about.slice(0, index).some((before) => isDenied(entry, before)),
  );
  const blocks = open.flatMap((entry) => entry.blocks);
  const isOpen =
    isInternet(textsOf(blocks.filter((block) => block.isKnown()))) || isInternet(textsOf(blocks));
  return isOpen
    ? every(
        open.filter((entry) => entry.resource === resource),
        check,
      )
    : compliant;
}

/** The rules that AWS looks through together with those of a resource. */
function entriesBeside(resource: Resource, stack: Stack): Entry[] {
  if (resource.type !== standalone)
    return resource.properties
      .get("ingress")
      .items()
      .map((rule) => entryOf(resource, rule, rule.path, "ruleNo", "action"));
  return stack
    .ofType([standalone])
    .filter((other) => other === resource || areOfOneAcl(resource, other, stack))
    .filter(({ properties }) => properties.get("egress").flag() !== true)
    .map((other) => entryOf(other, other.properties, "the rule", "ruleNumber", "ruleAction"));
}

function areOfOneAcl(one: Resource, other: Resource, stack: Stack): boolean {
  const property = "networkAclId";
  const both = [one, other];
  if (stack.ofType(acls).some((acl) => both.every((rule) => refersTo(rule, property, acl)))) return true;
  const [id, otherId] = both.map(({ properties }) => properties.get(property));
  return id?.isKnown() === true && otherId?.isKnown() === true && id.text() === otherId.text();
}

function entryOf(resource: Resource, rule: Property, where: string, number: string, action: string): Entry {
  return {
    ...ingressFrom(rule, where, "protocol", ["cidrBlock", "ipv6CidrBlock"]),
    resource,
    number: rule.get(number).number() ?? 0,
    allows: rule.get(action).text()?.toLowerCase() === "allow",
  };
}

/** Whether an earlier rule denies all addresses of a later one. */
function isDenied(entry: Entry, { allows, blocks }: Entry): boolean {
  const denied = allows ? [] : textsOf(blocks);
  return textsOf(entry.blocks).every(
    (block) => denied.includes(block) || denied.includes(block.includes(":") ? "::/0" : "0.0.0.0/0"),
  );
}
