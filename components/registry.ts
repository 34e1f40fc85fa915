import type * as pulumi from "@pulumi/pulumi";
import { Component } from "./component";
import type { Components } from "./provider";
import type { CloudName } from "./specification";

export interface RegistryArgs<C extends Components> {
  readonly key: C["key"];
  /** Whether deletion of a repository that still holds images is refused. */
  readonly protection: boolean;
}

/** What `docker` logs in with. The password is a secret. */
export interface RegistryCredentials {
  readonly server: pulumi.Output<string>;
  readonly username: pulumi.Output<string>;
  readonly password: pulumi.Output<string>;
}

/**
 * A private image repository for one service.
 *
 * Every cloud guarantees: immutable tags, scan on push, encryption with our key, and that untagged images go after 7
 * days while the newest 50 tagged ones stay.
 */
export abstract class Registry extends Component {
  /** Address to push to, without tag, for example `123456789012.dkr.ecr.eu-west-1.amazonaws.com/api-4f2a91c`. */
  abstract readonly repository: pulumi.Output<string>;
  abstract readonly credentials: RegistryCredentials;

  protected constructor(cloud: CloudName, name: string, opts: pulumi.ComponentResourceOptions) {
    super(cloud, "Registry", name, opts);
  }
}
