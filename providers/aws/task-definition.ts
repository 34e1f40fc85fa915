import type * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as ecs from "@pulumi/aws/ecs";
import * as pulumi from "@pulumi/pulumi";
import { isObserved, type ServiceArgs, telemetryVariables } from "../../components/service";
import { collector, collectorMemory, traceEndpoint } from "./collector";
import type { AwsComponents } from "./components";
import { fargateSize } from "./fargate-size";
import { healthCheck } from "./health-check";
import type { ServiceRoles } from "./service-roles";

interface TaskDefinitionArgs {
  readonly service: ServiceArgs<AwsComponents>;
  readonly roles: ServiceRoles;
  readonly logs: cloudwatch.LogGroup;
}

/** The user that distroless images call `nonroot`; it has no name, home or rights in any image. */
const user = "65532:65532";
/** Volume of the only folder that a container can write to. */
const scratch = "tmp";
/** Seconds between the request to stop and the kill: a request that takes 30 s can still end. */
const stopTimeout = 45;

/**
 * What a replica is: the service's container and, where it is observed, the collector's. All containers of a task are
 * not root, have a read-only file system but for `/tmp`, and no capability of the kernel.
 *
 * @throws Error when Fargate has no task that large
 */
export function taskDefinition(
  name: string,
  { logs, roles, service }: TaskDefinitionArgs,
  opts: pulumi.CustomResourceOptions,
): ecs.TaskDefinition {
  const observed = isObserved(service);
  const { region } = service.logsKey.account;
  // The collector's little CPU comes out of the service's; its memory does not.
  const size = fargateSize(service.cpu, service.memory + (observed ? collectorMemory : 0));
  const containers = [
    application(service),
    ...(observed
      ? [
          collector({
            service: service.service,
            environmentName: service.environmentName,
            region,
            metricsPort: service.metrics ? service.port : undefined,
            workspace: service.telemetry.metrics,
          }),
        ]
      : []),
  ];
  return new ecs.TaskDefinition(
    name,
    {
      // A family is not named by itself: the cluster's name is unique in the account, the service's in the cluster.
      family: pulumi.interpolate`${service.cluster.clusterName}-${service.service}`,
      requiresCompatibilities: ["FARGATE"],
      runtimePlatform: { cpuArchitecture: "X86_64", operatingSystemFamily: "LINUX" },
      networkMode: "awsvpc",
      cpu: String(size.cpu),
      memory: String(size.memory),
      taskRoleArn: roles.task,
      executionRoleArn: roles.execution,
      volumes: [{ name: scratch }],
      containerDefinitions: pulumi.jsonStringify(
        containers.map((container) => ({ ...container, ...hardened(container.name, logs, region) })),
      ),
    },
    opts,
  );
}

function application(service: ServiceArgs<AwsComponents>): ecs.ContainerDefinition {
  const { memory, port, probes } = service;
  return {
    name: service.service,
    image: service.image,
    essential: true,
    memory,
    portMappings: [{ containerPort: port, protocol: "tcp" }],
    environment: Object.entries({ ...telemetryVariables(service, traceEndpoint), ...service.environment })
      .map(([name, value]) => ({ name, value }))
      .sort(byName),
    secrets: Object.entries(service.secrets.references)
      .map(([name, valueFrom]) => ({ name, valueFrom }))
      .sort(byName),
    ...healthCheck(port, probes),
  };
}

/** What no container goes without. */
function hardened(container: pulumi.Input<string>, logs: cloudwatch.LogGroup, region: string) {
  return {
    user,
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters: { initProcessEnabled: true, capabilities: { drop: ["ALL"] } },
    mountPoints: [{ sourceVolume: scratch, containerPath: "/tmp", readOnly: false }],
    stopTimeout,
    logConfiguration: {
      logDriver: "awslogs",
      options: {
        "awslogs-group": logs.name,
        "awslogs-region": region,
        "awslogs-stream-prefix": container,
        // Slow logs must not stop a service; what does not fit is lost.
        mode: "non-blocking",
        "max-buffer-size": "25m",
      },
    },
  };
}

/** ECS keeps variables sorted; another order would look like a change each time. */
function byName(a: { name: string }, b: { name: string }): number {
  return a.name < b.name ? -1 : 1;
}
