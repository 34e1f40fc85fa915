import * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type EncryptionKeyArgs } from "../../components/encryption-key";
import type { Scoped } from "./scope";

export class AzureEncryptionKey extends EncryptionKey {
  override readonly reference: pulumi.Output<string>;
  readonly vault: {
    readonly id: pulumi.Output<string>;
    readonly name: pulumi.Output<string>;
    readonly uri: pulumi.Output<string>;
  };
  readonly keyName: pulumi.Output<string>;
  /** May wrap and unwrap with this key: what encrypts data at rest with it acts as this identity. */
  readonly identity: {
    readonly id: pulumi.Output<string>;
    readonly principalId: pulumi.Output<string>;
    readonly clientId: pulumi.Output<string>;
  };

  constructor(name: string, args: Scoped<EncryptionKeyArgs>, opts: pulumi.ComponentResourceOptions) {
    super("azure", name, opts);
    const none = pulumi.output("");
    void args;
    this.reference = none;
    this.vault = { id: none, name: none, uri: none };
    this.keyName = none;
    this.identity = { id: none, principalId: none, clientId: none };
    this.registerOutputs({});
  }
}
