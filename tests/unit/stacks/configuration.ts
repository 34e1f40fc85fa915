import type { Capabilities, Cloud } from "../../../components/cloud";
import { description as aws } from "../../../providers/aws/description";
import { description as azure } from "../../../providers/azure/description";
import { description as gcp } from "../../../providers/gcp/description";
import { description as kubernetes } from "../../../providers/kubernetes/description";
import type { Problem } from "../../../stacks/problem";
import { read, type Input, type Reading } from "../../../stacks/read";

const notRun = () => Promise.reject(new Error("a configuration is checked without the cloud's SDK"));

const absent = (what: string) => ({ absent: `${what} is not offered; use another cloud` });

/** A cloud that can do nothing but run containers. */
const bare: Capabilities = {
  containers: true,
  kubernetes: absent("Kubernetes"),
  webApplicationFirewall: absent("a firewall"),
  interruptible: absent("interruptible capacity"),
  memoryScaling: absent("scaling on memory"),
  recoveryCopy: absent("a copy in a second region"),
  backupLock: absent("a lock"),
  logicalDump: absent("a dump"),
  threatDetection: absent("threat detection"),
  posture: absent("posture checks"),
  budget: absent("a budget"),
  canary: absent("a canary"),
  immutableTags: absent("immutability"),
  secretEncryptionKey: absent("a key of one's own"),
  telemetryEncryptionKey: absent("a key of one's own for logs"),
  hardenedContainers: absent("a read-only file system"),
  requestScaling: absent("scaling on requests"),
  rollbackOnErrors: absent("a way back"),
  accessByService: absent("access by service"),
};

export const clouds: Readonly<Record<string, Cloud>> = {
  aws: { description: aws, run: notRun },
  azure: { description: azure, run: notRun },
  gcp: { description: gcp, run: notRun },
  kubernetes: { description: kubernetes, run: notRun },
  meadow: {
    description: {
      title: "Meadow",
      regions: ["meadow-one", "meadow-two"],
      exampleRegions: { region: "meadow-one", recoveryRegion: "meadow-two" },
      capabilities: bare,
    },
    run: notRun,
  },
};

export const digest = `sha256:${"a1".repeat(32)}`;

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Values by dotted key below `platform:`; `undefined` takes a key away. */
export type Changes = Readonly<Record<string, Json | undefined>>;

/** A small stack without problems. */
export const valid: Record<string, Json> = {
  environment: "dev",
  cloud: "aws",
  region: "eu-west-1",
  services: {
    api: { image: `registry.example.com/api@${digest}`, public: true, database: true, cache: true },
    worker: { image: `registry.example.com/worker@${digest}`, database: true },
  },
};

/** What makes the small stack one for prod. */
export const forProd: Changes = {
  environment: "prod",
  recoveryRegion: "eu-central-1",
  domain: "api.example.com",
  "alerts.email": "oncall@example.com",
};

function change(base: Record<string, Json>, changes: Changes): Record<string, Json> {
  const copy = structuredClone(base);
  for (const [dotted, value] of Object.entries(changes)) {
    const path = dotted.split(".");
    const last = path.pop() ?? "";
    let place = copy;
    for (const part of path) {
      const inside = place[part];
      const next = inside !== null && typeof inside === "object" && !Array.isArray(inside) ? inside : {};
      place[part] = next;
      place = next;
    }
    if (value === undefined) Reflect.deleteProperty(place, last);
    else place[last] = value;
  }
  return copy;
}

/** The stack file as Pulumi hands it over: maps and lists as JSON, everything else as text. */
export function asPulumiGivesIt(configuration: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(configuration).map(([key, value]) => [
      key.includes(":") ? key : `platform:${key}`,
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );
}

export const onDisk: NonNullable<Input["kindOf"]> = (path) =>
  ({
    ".": "folder" as const,
    "./workloads/service": "folder" as const,
    "workloads/service/Dockerfile": "file" as const,
    "workloads/backup/Dockerfile": "file" as const,
  })[path];

/** Reads the small stack with changes. `secrets` are set, encrypted, with made-up values. */
export function readWith(changes: Changes, secrets: readonly string[] = []): Reading {
  const values = asPulumiGivesIt(change(valid, changes));
  for (const secret of secrets) values[`platform:${secret}`] ??= `value of ${secret}`;
  const input: Input = {
    values,
    secrets: secrets.map((secret) => `platform:${secret}`),
    project: "platform",
    stack: "anything",
    kindOf: onDisk,
  };
  return read(input, clouds);
}

export function problemsWith(changes: Changes, secrets: readonly string[] = []): readonly Problem[] {
  return readWith(changes, secrets).problems ?? [];
}
