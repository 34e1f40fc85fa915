import * as pulumi from "@pulumi/pulumi";
import { Audit } from "../../components/audit";
import { EncryptionKey } from "../../components/encryption-key";
import { Network } from "../../components/network";

/*
 * What a cluster that is there already brings by itself. The description says so, and what to do where it doesn't; here they
 * are nodes of the tree with nothing below.
 */

/** Encryption at rest is the API server's own configuration. */
export class NoEncryptionKey extends EncryptionKey {
  override readonly reference = pulumi.output("");

  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.registerOutputs({});
  }
}

/** The cluster has one; what may be reached in it is said by network policies. */
export class NoNetwork extends Network {
  override readonly id = pulumi.output("");

  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.registerOutputs({});
  }
}

/** The cluster's own audit log says who did what. */
export class NoAudit extends Audit {
  constructor(name: string, opts: pulumi.ComponentResourceOptions) {
    super("kubernetes", name, opts);
    this.registerOutputs({});
  }
}

/**
 * Images are built and pushed elsewhere: a stack file that asks for a build is refused before this is reached.
 *
 * @throws pulumi.RunError always
 */
export function noRegistry(name: string): never {
  throw new pulumi.RunError(
    `${name}: a cluster that is there already has no registry for images of this stack`,
  );
}
