import type { Template, World } from "../rules";

/** The one account of the local AWS: the number that AWS's own documentation uses. */
export const account = "123456789012";

/** Template of an ARN of this account and of the resource's own region. */
export function arn(service: string, resource: string): Template {
  return `arn:aws:${service}:{region}:{account}:${resource}`;
}

/** Template of an ARN of a service that has no regions (IAM). */
export function globalArn(service: string, resource: string): Template {
  return `arn:aws:${service}::{account}:${resource}`;
}

/** An ARN in a check, where templates do not reach. */
export function arnIn(world: World, service: string, resource: string): string {
  return `arn:aws:${service}:${world.region}:${world.account}:${resource}`;
}

/** The parts of an ARN, or `undefined` if the text is none. */
export function parseArn(
  text: string,
): { service: string; region: string; account: string; resource: string } | undefined {
  const [prefix, , service, region, owner, ...resource] = text.split(":");
  if (prefix !== "arn" || service === undefined || region === undefined || owner === undefined)
    return undefined;
  return { service, region, account: owner, resource: resource.join(":") };
}

/** A time that stands for "when it was made": the local cloud's outputs must not change from run to run. */
export const timestamp = "2026-01-01T00:00:00Z";

/** Template of a UUID, version 4. */
export const uuid: Template = "{hex:8}-{hex:4}-4{hex:3}-a{hex:3}-{hex:12}";
