import { type Resource, type Stack, refersTo } from "../mechanism/resource";

const group = "aws:ec2/securityGroup:SecurityGroup";
/** Properties by which a resource takes a security group, at any depth of their value. */
const memberships = [
  "securityGroups",
  "securityGroupIds",
  "vpcSecurityGroupIds",
  "networkConfiguration",
  "vpcConfig",
  "networkInterfaces",
];

/** The groups that a rule is in, or the group that a resource is. */
export function groupsOf(resource: Resource, stack: Stack): Resource[] {
  if (resource.type === group) return [resource];
  return stack.ofType([group]).filter((target) => refersTo(resource, "securityGroupId", target));
}

/** What has a group. */
export function usersOf(target: Resource, stack: Stack): Resource[] {
  return stack.resources.filter(
    (resource) =>
      resource.type !== group && memberships.some((property) => refersTo(resource, property, target)),
  );
}
