import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { CloudName } from "./specification";

export interface EncryptionKeyArgs {
  /** What it encrypts: stored data and secrets, or logs and notifications. */
  readonly purpose: "data" | "logs";
  /** Refuse the key's deletion. A deleted key makes all that it encrypted unreadable. */
  readonly protection: boolean;
}

/**
 * A key of our own in the cloud's key service.
 *
 * Every cloud guarantees: rotation at least once a year (90 days on Google, CIS 1.10), no principal `*` in its policy,
 * and a waiting period of 30 days before a deletion takes effect.
 */
export abstract class EncryptionKey extends Component {
  /** The cloud's identifier of the key (an ARN, a key URL, a resource name). */
  abstract readonly reference: pulumi.Output<string>;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "EncryptionKey", name, opts);
  }
}
