import type * as pulumi from "@pulumi/pulumi";
import { containerSize } from "./container-size";
import type { AzureSecrets } from "./secrets";

interface DumpContainerArgs {
  readonly image: pulumi.Input<string>;
  /** `https://ACCOUNT.blob.core.windows.net/CONTAINER/FOLDER` */
  readonly destination: pulumi.Input<string>;
  readonly backupName: pulumi.Input<string>;
  readonly secrets: AzureSecrets;
  /** Client id of the identity that may write to the destination. */
  readonly clientId: pulumi.Input<string>;
}

/** pg_dump compresses on one core and streams. */
const size = containerSize(1, 2048);

/** The container of the dump job. */
export function dumpContainer(args: DumpContainerArgs) {
  return {
    name: "dump",
    image: args.image,
    resources: { ...size },
    env: [
      { name: "AZURE_CLIENT_ID", value: args.clientId },
      { name: "BACKUP_DESTINATION", value: args.destination },
      { name: "BACKUP_NAME", value: args.backupName },
      ...Object.keys(args.secrets.references).map((name) => ({
        name,
        secretRef: args.secrets.nameOf(name),
      })),
    ],
    volumeMounts: [{ volumeName: "tmp", mountPath: "/tmp" }],
  };
}
