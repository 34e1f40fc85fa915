import * as pulumi from "@pulumi/pulumi";
import type { CloudName } from "./specification";

/**
 * What every component of the platform is: a typed node of the resource tree whose children are named after it.
 *
 * The type token is `platform:CLOUD:Kind`, for example `platform:aws:Network`.
 */
export abstract class Component extends pulumi.ComponentResource {
  /** The component's logical name; its children's names begin with it. */
  readonly name: string;

  protected constructor(cloud: CloudName, kind: string, name: string, opts: pulumi.ComponentResourceOptions) {
    super(`platform:${cloud}:${kind}`, name, {}, opts);
    this.name = name;
  }

  /** The logical name of a child, for example `network-vpc`. Stable: it is part of the child's URN. */
  protected child(role: string): string {
    return `${this.name}-${role}`;
  }
}
