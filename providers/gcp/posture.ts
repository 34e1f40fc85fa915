import * as orgpolicy from "@pulumi/gcp/orgpolicy";
import * as pulumi from "@pulumi/pulumi";
import { Component } from "../../components/component";
import { events } from "../../observability/events";
import type { Channel } from "./alarm";
import type { GcpEncryptionKey } from "./encryption-key";
import { findingNotification } from "./event-notification";

interface GcpPostureArgs {
  readonly key: GcpEncryptionKey;
  readonly channel: Channel;
}

/** What no one may do in the project, whoever they are; Google refuses it. None of it is anything that the platform does. */
const forbidden = [
  // Keys of service accounts: CIS Google Cloud Platform Foundation Benchmark 1.4.
  "iam.disableServiceAccountKeyCreation",
  "iam.disableServiceAccountKeyUpload",
  // Rights of default service accounts, given by themselves or by anybody: CIS 1.5.
  "iam.automaticIamGrantsForDefaultServiceAccounts",
  "iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts",
  // Public addresses of databases, and networks that they would admit: CIS 6.5 and 6.6.
  "sql.restrictPublicIp",
  "sql.restrictAuthorizedNetworks",
  // Public buckets, and access lists of single objects: CIS 5.1 and 5.2.
  "storage.publicAccessPrevention",
  "storage.uniformBucketLevelAccess",
  // Virtual machines: console by serial port, keys beside IAM: CIS 4.4 and 4.5.
  "compute.disableSerialPortAccess",
  "compute.requireOsLogin",
];

/** What is allowed in certain ways only. */
const limited = [
  { constraint: "compute.vmExternalIpAccess", rule: { denyAll: "TRUE" } },
  {
    constraint: "run.allowedIngress",
    rule: { values: { allowedValues: ["internal", "internal-and-cloud-load-balancing"] } },
  },
  {
    constraint: "gcp.restrictTLSVersion",
    rule: { values: { deniedValues: ["TLS_VERSION_1", "TLS_VERSION_1_1"] } },
  },
];

/** Settings that are wrong although nothing forbids them. */
const misconfigurations =
  'state="ACTIVE" AND NOT mute="MUTED" AND finding_class="MISCONFIGURATION" AND (severity="CRITICAL" OR severity="HIGH")';

/**
 * Policies of the organization, set on this project, that forbid what a secure project never does, and the findings of Security
 * Command Center about the rest. Configurations are recorded by Cloud Asset Inventory, which needs nothing made for it.
 *
 * A policy takes back nothing: neither keys, nor what default service accounts were allowed before it, nor the network that came
 * with them. `docs/deploying.md` says how to remove those.
 *
 * The project must be in an organization, and Security Command Center active for it. Both are for the whole project: one
 * stack of a project makes them.
 */
export class GcpPosture extends Component {
  constructor(name: string, { channel, key }: GcpPostureArgs, opts: pulumi.ComponentResourceOptions) {
    super("gcp", "Posture", name, opts);
    const { project } = key;
    const within = { parent: this };
    const rules = [...forbidden.map((constraint) => ({ constraint, rule: { enforce: "TRUE" } })), ...limited];
    for (const { constraint, rule } of rules)
      new orgpolicy.Policy(
        this.child(roleOf(constraint)),
        {
          name: pulumi.interpolate`projects/${project.id}/policies/${constraint}`,
          parent: pulumi.interpolate`projects/${project.id}`,
          spec: { rules: [rule] },
        },
        { ...within, deleteBeforeReplace: true, dependsOn: project.after("orgpolicy") },
      );
    findingNotification(
      this.child("findings"),
      { key, event: events.posture, filter: misconfigurations, channel },
      within,
    );
    this.registerOutputs({});
  }
}

/** `sql.restrictPublicIp` as part of a logical name: `sql-restrict-public-ip`. */
const roleOf = (constraint: string) =>
  constraint
    .replaceAll(".", "-")
    .replace(/[A-Z]+/g, (letters) => `-${letters}`)
    .toLowerCase();
