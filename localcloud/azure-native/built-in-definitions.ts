/**
 * Ids of Azure's own roles, as far as a platform gives them. A role that is missing here is refused: add it with its name.
 * Source: "Azure built-in roles".
 */
export const builtInRoles: ReadonlyMap<string, string> = new Map([
  ["8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner"],
  ["b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor"],
  ["acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader"],
  ["18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator"],
  ["f58310d9-a9f6-439a-9e8d-f62e7b41a168", "Role Based Access Control Administrator"],
  ["00482a5a-887f-4fb3-b363-3b7fe8e74483", "Key Vault Administrator"],
  ["21090545-7ca7-4776-b22c-e363652d74d2", "Key Vault Reader"],
  ["b86a8fe4-44ce-4948-aee5-eccb2c155cd7", "Key Vault Secrets Officer"],
  ["4633458b-17de-408a-b874-0445c86b69e6", "Key Vault Secrets User"],
  ["14b46e9e-c2b7-41b4-b07b-48a6ebf60603", "Key Vault Crypto Officer"],
  ["12338af0-0e69-4776-bea7-57ae8d297424", "Key Vault Crypto User"],
  ["e147488a-f6f5-4113-8e2d-b22465e65bf6", "Key Vault Crypto Service Encryption User"],
  ["7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull"],
  ["8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush"],
  ["c2f4ef07-c644-48eb-af81-4b1b4947fb11", "AcrDelete"],
  ["b93aa761-3e63-49ed-ac28-beffa264f7ac", "Container Registry Repository Reader"],
  ["2a1e307c-b015-4ebd-883e-5b7698a07328", "Container Registry Repository Writer"],
  ["ba92f5b4-2d11-453d-a403-e96b0029c9fe", "Storage Blob Data Contributor"],
  ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b", "Storage Blob Data Owner"],
  ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1", "Storage Blob Data Reader"],
  ["e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1", "Storage Account Backup Contributor"],
  ["c088a766-074b-43ba-90d4-1fb21feae531", "PostgreSQL Flexible Server Long Term Retention Backup Role"],
  ["5e467623-bb1f-42f4-a55d-6e525e11384b", "Backup Contributor"],
  ["3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher"],
  ["43d0d8ad-25c7-4714-9337-8ba259a9fe05", "Monitoring Reader"],
  ["749f88d5-cbae-40b8-bcfc-e573ddc772fa", "Monitoring Contributor"],
  ["73c42c96-874c-492b-b04d-ab87d138a893", "Log Analytics Reader"],
  ["92aaf0da-9dab-42b6-94a3-d43ce8d16293", "Log Analytics Contributor"],
  ["f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator"],
  ["4d97b98b-1d4f-4787-a291-c67834d212e7", "Network Contributor"],
  ["b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b", "Azure Kubernetes Service RBAC Cluster Admin"],
]);

/**
 * Azure's own sets of policies, as far as a platform assigns them, and whether one of their effects changes resources
 * (which needs an identity) or they only judge. Source: "Azure Policy built-in initiative definitions".
 */
export const builtInPolicies: ReadonlyMap<string, "judges" | "changes"> = new Map([
  // Microsoft cloud security benchmark
  ["1f3afdf9-d0c9-4c3d-847f-89da613e70a8", "judges"],
  // CIS Microsoft Azure Foundations Benchmark 2.0.0
  ["06f19060-9e68-4070-92ca-f15cc126059e", "judges"],
  // Enable allLogs category group resource logging for supported resources to Log Analytics
  ["0884adba-2312-4468-abeb-5422caed1038", "changes"],
]);
