/** Something in the activity log that the subscription's owners want to hear of. */
export interface AuditEvent {
  readonly id: string;
  /** Operations of Azure Resource Manager. */
  readonly operations: readonly string[];
  readonly summary: string;
}

const changed = (type: string) => [`${type}/write`, `${type}/delete`];

/** What CIS Microsoft Azure Foundations Benchmark 2.0 asks to be told of, in its section 5.2, and changes of roles, locks and keys. */
export const auditEvents: readonly AuditEvent[] = [
  {
    id: "policies",
    operations: changed("Microsoft.Authorization/policyAssignments"),
    summary: "A policy assignment was changed (CIS 5.2.1, 5.2.2)",
  },
  {
    id: "security-groups",
    operations: [
      ...changed("Microsoft.Network/networkSecurityGroups"),
      ...changed("Microsoft.Network/networkSecurityGroups/securityRules"),
    ],
    summary: "A network security group was changed (CIS 5.2.3, 5.2.4)",
  },
  {
    id: "security-solutions",
    operations: changed("Microsoft.Security/securitySolutions"),
    summary: "A security solution was changed (CIS 5.2.5, 5.2.6)",
  },
  {
    id: "database-firewalls",
    operations: changed("Microsoft.DBforPostgreSQL/flexibleServers/firewallRules"),
    summary: "Who may reach a database was changed (CIS 5.2.7, 5.2.8)",
  },
  {
    id: "public-addresses",
    operations: changed("Microsoft.Network/publicIPAddresses"),
    summary: "A public address was changed (CIS 5.2.9, 5.2.10)",
  },
  {
    id: "roles",
    operations: [
      ...changed("Microsoft.Authorization/roleAssignments"),
      ...changed("Microsoft.Authorization/roleDefinitions"),
    ],
    summary: "Permissions were changed",
  },
  {
    id: "locks",
    operations: ["Microsoft.Authorization/locks/delete"],
    summary: "A lock was taken off",
  },
  {
    id: "records",
    operations: [
      ...changed("Microsoft.Insights/diagnosticSettings"),
      "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/delete",
    ],
    summary: "The recording of what happens was changed",
  },
  {
    id: "vaults",
    operations: ["Microsoft.KeyVault/vaults/delete", "Microsoft.DataProtection/backupVaults/delete"],
    summary: "A vault of keys or of backups was deleted",
  },
];
