import type { core } from "@pulumi/kubernetes/types/input";
import type * as pulumi from "@pulumi/pulumi";
import { portion, promised, quantities, type Size } from "./quota";

export type Container = core.v1.Container;
type PodSpec = core.v1.PodSpec;

/** A secret environment variable: where its value is read when a pod starts. */
export interface SecretKey {
  /** Name of the Secret object. */
  readonly secret: pulumi.Input<string>;
  readonly key: string;
  /** Anything that is new with each value; no secret itself. */
  readonly version: pulumi.Input<string>;
}

export type SecretKeys = Readonly<Record<string, SecretKey>>;

/** What pods of one kind of cluster have beside what all have. */
export interface PodParts {
  readonly volumes?: readonly core.v1.Volume[] | undefined;
  /** Of the program's own container. */
  readonly mounts?: readonly core.v1.VolumeMount[] | undefined;
  /** They start before the program and end after it; hardened as it is. */
  readonly sidecars?: readonly Container[] | undefined;
  readonly nodeSelector?: Readonly<Record<string, string>> | undefined;
  readonly tolerations?: readonly core.v1.Toleration[] | undefined;
  readonly affinity?: core.v1.Affinity | undefined;
}

/** The user that distroless images call `nonroot`; it has no name, home or rights in any image. */
const user = 65_532;
const identity = { runAsNonRoot: true, runAsUser: user, runAsGroup: user };
const seccompProfile = { type: "RuntimeDefault" };

/** The only folder that a program can write to, on the node's disk. */
const scratch = { name: "tmp", mountPath: "/tmp", size: "256Mi" } as const;

/** What no container goes without: not root, a read-only file system, no capability and no way to more rights. */
export function hardened(container: Container): Container {
  return {
    ...container,
    imagePullPolicy: "IfNotPresent",
    // What it said last is told where its end is.
    terminationMessagePolicy: "FallbackToLogsOnError",
    securityContext: {
      ...identity,
      seccompProfile,
      allowPrivilegeEscalation: false,
      privileged: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ["ALL"] },
    },
  };
}

interface PodArgs {
  readonly serviceAccountName: pulumi.Input<string>;
  readonly container: Container;
  readonly parts?: PodParts | undefined;
  /** Seconds between the request to end and the kill. */
  readonly gracePeriod: number;
}

/** A pod that keeps Pod Security's "restricted" standard, whatever its program. */
export function podSpec({ container, gracePeriod, parts = {}, serviceAccountName }: PodArgs): PodSpec {
  const { affinity, mounts = [], nodeSelector, sidecars = [], tolerations, volumes = [] } = parts;
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    // No variable for each Service of the namespace: a program would see them come and go.
    enableServiceLinks: false,
    terminationGracePeriodSeconds: gracePeriod,
    securityContext: {
      ...identity,
      seccompProfile,
      fsGroup: user,
      fsGroupChangePolicy: "OnRootMismatch",
    },
    ...(sidecars.length > 0 && {
      initContainers: sidecars.map((sidecar) => ({ ...hardened(sidecar), restartPolicy: "Always" })),
    }),
    containers: [
      {
        ...hardened(container),
        volumeMounts: [{ name: scratch.name, mountPath: scratch.mountPath }, ...mounts],
      },
    ],
    volumes: [{ name: scratch.name, emptyDir: { sizeLimit: scratch.size } }, ...volumes],
    ...(nodeSelector && { nodeSelector }),
    ...(tolerations && { tolerations: [...tolerations] }),
    ...(affinity && { affinity }),
  };
}

/** The limits of a container, and what it is promised of them. */
export function resources(size: Size): core.v1.ResourceRequirements {
  return { requests: quantities(portion(size, promised)), limits: quantities(size) };
}

/** Secret variables by reference, in an order that stays. */
export function secretVariables(secrets: SecretKeys): core.v1.EnvVar[] {
  return Object.entries(secrets)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { key, secret }]) => ({ name, valueFrom: { secretKeyRef: { name: secret, key } } }));
}
