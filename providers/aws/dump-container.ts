import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import type { ContainerDefinition } from "@pulumi/aws/ecs";
import type * as pulumi from "@pulumi/pulumi";

interface DumpContainerArgs {
  readonly image: pulumi.Input<string>;
  /** `s3://BUCKET/backups` */
  readonly destination: pulumi.Input<string>;
  readonly backupName: pulumi.Input<string>;
  /** References by environment variable. */
  readonly secrets: Readonly<Record<string, pulumi.Output<string>>>;
  readonly logs: cloudwatch.LogGroup;
  readonly region: string;
}

/** The container of the dump job: not root, read-only but for `/tmp`, no capability of the kernel. */
export function dumpContainer(args: DumpContainerArgs): ContainerDefinition {
  return {
    name: "dump",
    image: args.image,
    essential: true,
    environment: [
      { name: "AWS_REGION", value: args.region },
      { name: "BACKUP_DESTINATION", value: args.destination },
      { name: "BACKUP_NAME", value: args.backupName },
    ],
    secrets: Object.entries(args.secrets).map(([name, valueFrom]) => ({ name, valueFrom })),
    user: "65532:65532",
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
    mountPoints: [{ sourceVolume: "tmp", containerPath: "/tmp", readOnly: false }],
    // Seconds to take back an upload that is under way; the most that Fargate gives.
    stopTimeout: 120,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": args.logs.name,
        "awslogs-region": args.region,
        "awslogs-stream-prefix": "dump",
      },
    },
  };
}
