/** Something in the audit record that the project's owners want to hear of. */
export interface AuditEvent {
  readonly id: string;
  /** Which entries, in the query language of Cloud Logging. */
  readonly filter: string;
  readonly summary: string;
}

const method = (...names: readonly string[]) =>
  `protoPayload.methodName=(${names.map((name) => `"${name}"`).join(" OR ")})`;
/** Calls whose name has the version of the interface before it, such as `v1.compute.firewalls.insert`. */
const anyVersion = (...names: readonly string[]) =>
  `protoPayload.methodName:(${names.map((name) => `"${name}"`).join(" OR ")})`;
const delta = "protoPayload.serviceData.policyDelta";

/** What CIS Google Cloud Platform Foundation Benchmark 3.0 asks to be told of, in its section 2, and three more. */
export const auditEvents: readonly AuditEvent[] = [
  {
    id: "ownership",
    filter: `protoPayload.serviceName="cloudresourcemanager.googleapis.com" AND (protoPayload.methodName:"ProjectOwner" OR ${delta}.bindingDeltas.role="roles/owner")`,
    summary: "Somebody became or stopped being an owner of the project (CIS 2.4)",
  },
  {
    id: "recording",
    filter: `protoPayload.methodName="SetIamPolicy" AND ${delta}.auditConfigDeltas:*`,
    summary: "What is recorded was changed (CIS 2.5)",
  },
  {
    id: "roles",
    filter: `resource.type="iam_role" AND ${method(
      "google.iam.admin.v1.CreateRole",
      "google.iam.admin.v1.DeleteRole",
      "google.iam.admin.v1.UpdateRole",
    )}`,
    summary: "A role of the project's own was changed (CIS 2.6)",
  },
  {
    id: "firewall",
    filter: `resource.type="gce_firewall_rule" AND ${anyVersion(
      "compute.firewalls.delete",
      "compute.firewalls.insert",
      "compute.firewalls.patch",
      "compute.firewalls.update",
    )}`,
    summary: "A firewall rule was changed (CIS 2.7)",
  },
  {
    id: "routes",
    filter: `resource.type="gce_route" AND ${anyVersion("compute.routes.delete", "compute.routes.insert")}`,
    summary: "A route was changed (CIS 2.8)",
  },
  {
    id: "networks",
    filter: `resource.type="gce_network" AND ${anyVersion(
      "compute.networks.addPeering",
      "compute.networks.delete",
      "compute.networks.insert",
      "compute.networks.patch",
      "compute.networks.removePeering",
    )}`,
    summary: "A network was changed or connected to another (CIS 2.9)",
  },
  {
    id: "buckets",
    filter: `resource.type="gcs_bucket" AND ${method("storage.setIamPermissions")}`,
    summary: "Access to a bucket was changed (CIS 2.10)",
  },
  {
    id: "databases",
    filter: method("cloudsql.instances.update"),
    summary: "A database's settings were changed (CIS 2.11)",
  },
  {
    id: "keys",
    filter: `resource.type="cloudkms_cryptokeyversion" AND ${method(
      "DestroyCryptoKeyVersion",
      "UpdateCryptoKeyVersion",
    )}`,
    summary: "A version of an encryption key was disabled or will be destroyed",
  },
  {
    id: "sinks",
    filter: method(
      "google.logging.v2.ConfigServiceV2.DeleteSink",
      "google.logging.v2.ConfigServiceV2.UpdateSink",
    ),
    summary: "Where logs and the audit record go was changed",
  },
  {
    id: "account-keys",
    filter: method("google.iam.admin.v1.CreateServiceAccountKey"),
    summary: "Somebody made a key for a service account, which is valid until it is deleted",
  },
];
