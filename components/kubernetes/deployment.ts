import { createHash } from "node:crypto";
import * as apps from "@pulumi/kubernetes/apps/v1";
import type { core } from "@pulumi/kubernetes/types/input";
import * as pulumi from "@pulumi/pulumi";
import type { Environment, ProbeSpecification, ScalingSpecification } from "../specification";
import type { Namespace } from "./namespace";
import { podSpec, resources, secretVariables, type PodParts, type SecretKeys } from "./pod";
import { portName, probes } from "./probes";
import type { Selector } from "./labels";

/** Seconds between the request to stop and the kill: a request that takes 30 s can still end. */
const gracePeriod = 45;
/** Seconds that a replica goes on after it was taken from its Service, until every proxy has heard of it. */
const drain = 10;
/** Seconds that a replica must have been ready before the rollout counts on it. */
const settled = 10;
/** Seconds beside the grace in which one more replica must become ready: a new node and a first pull of the image. */
const provisioning = 300;
/** Old versions that are kept to look at. Going back is a new update: their variables are gone. */
const history = 3;

export interface DeploymentArgs {
  readonly namespace: Namespace;
  readonly program: string;
  readonly image: pulumi.Input<string>;
  readonly port: number;
  readonly public: boolean;
  readonly cpu: number;
  readonly memory: number;
  readonly scaling: ScalingSpecification;
  readonly probes: ProbeSpecification;
  readonly environmentName: Environment;
  readonly serviceAccountName: pulumi.Input<string>;
  /** Names of the ConfigMap with the plain variables. */
  readonly configMapName: pulumi.Input<string>;
  readonly secrets: SecretKeys;
  readonly podLabels?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  readonly parts?: PodParts | undefined;
}

/**
 * The replicas of a service. A rollout adds a quarter of them, at least one, and takes an old one away only once a new one
 * is ready; when none becomes ready in time the update fails, with what the cluster says of it, and the old ones stay.
 */
export function deployment(
  name: string,
  args: DeploymentArgs,
  opts: pulumi.CustomResourceOptions,
): apps.Deployment {
  const { namespace, program, scaling } = args;
  const selector = namespace.selector(program);
  return new apps.Deployment(
    name,
    {
      metadata: namespace.metadata(program),
      spec: {
        replicas: scaling.min,
        selector: { matchLabels: selector },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: "25%" } },
        minReadySeconds: settled,
        progressDeadlineSeconds: args.probes.grace + settled + provisioning,
        revisionHistoryLimit: history,
        template: {
          metadata: {
            labels: { ...args.podLabels, ...selector },
            annotations: { "checksum/secrets": versionsOf(args.secrets) },
          },
          spec: {
            ...podSpec({
              container: container(args),
              gracePeriod,
              parts: args.parts,
              serviceAccountName: args.serviceAccountName,
            }),
            topologySpreadConstraints: spread(selector, args.environmentName),
          },
        },
      },
    },
    {
      ...opts,
      // The autoscaler decides on the number of replicas once they are there.
      ignoreChanges: ["spec.replicas"],
      // The progress deadline decides; Pulumi's own 10 minutes would end long rollouts that do go on.
      customTimeouts: { create: "60m", update: "60m" },
    },
  );
}

function container(args: DeploymentArgs): core.v1.Container {
  return {
    name: args.program,
    image: args.image,
    ports: [{ name: portName, containerPort: args.port, protocol: "TCP" }],
    envFrom: [{ configMapRef: { name: args.configMapName } }],
    env: secretVariables(args.secrets),
    resources: resources(args),
    ...probes(args.probes),
    ...(args.public && { lifecycle: { preStop: { sleep: { seconds: drain } } } }),
  };
}

/** Replicas of one version over zones, then over nodes. In prod a replica waits rather than crowd a zone. */
function spread(selector: Selector, environment: Environment): core.v1.TopologySpreadConstraint[] {
  const over = (topologyKey: string, whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway") => ({
    topologyKey,
    whenUnsatisfiable,
    maxSkew: 1,
    labelSelector: { matchLabels: selector },
    matchLabelKeys: ["pod-template-hash"],
    // A zone whose nodes are all out of service is no zone to wait for.
    nodeTaintsPolicy: "Honor",
  });
  return [
    over("topology.kubernetes.io/zone", environment === "prod" ? "DoNotSchedule" : "ScheduleAnyway"),
    over("kubernetes.io/hostname", "ScheduleAnyway"),
  ];
}

/** New with each version of any secret, also where the Secret object keeps its name. */
function versionsOf(secrets: SecretKeys): pulumi.Output<string> {
  const versions = Object.entries(secrets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { version }]) => version);
  return pulumi
    .all(versions)
    .apply((texts) => createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16));
}
