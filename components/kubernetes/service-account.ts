import * as core from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { Namespace } from "./namespace";

/** What binds a program to an identity of the cluster's cloud. */
export interface Identity {
  /** Of the ServiceAccount. */
  readonly annotations?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  readonly labels?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /** Of the pods. */
  readonly podLabels?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Makes what lets the ServiceAccount of this name be that identity, and returns it: pods start only once it is there.
   */
  readonly bind?: ((serviceAccountName: pulumi.Output<string>) => readonly pulumi.Resource[]) | undefined;
  /** Names of Secret objects with what registries ask for, where images are not pulled as the node. */
  readonly pullSecrets?: readonly pulumi.Input<string>[] | undefined;
}

/** Who a program is in its cluster, and what must be there before its pods start for it to be that. */
export interface Account {
  readonly name: pulumi.Output<string>;
  readonly bindings: readonly pulumi.Resource[];
}

/** Makes a program's ServiceAccount. It has no rights in the cluster, and its pods are given no token. */
export function serviceAccount(
  name: string,
  args: { readonly identity?: Identity | undefined; readonly namespace: Namespace; readonly program: string },
  opts: pulumi.CustomResourceOptions,
): Account {
  const { annotations, bind, labels, pullSecrets } = args.identity ?? {};
  const metadata = args.namespace.metadata(args.program);
  const account = new core.ServiceAccount(
    name,
    {
      metadata: {
        ...metadata,
        labels: { ...metadata.labels, ...labels },
        ...(annotations && { annotations }),
      },
      automountServiceAccountToken: false,
      ...(pullSecrets && { imagePullSecrets: pullSecrets.map((secret) => ({ name: secret })) }),
    },
    opts,
  );
  const made = account.metadata.name;
  return { name: made, bindings: bind?.(made) ?? [] };
}
