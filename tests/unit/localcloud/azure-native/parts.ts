import { types } from "../../../../localcloud/azure-native/types";
import { shown } from "../../../../localcloud/reading";
import type { Properties } from "../../../../localcloud/rules";
import type { Made } from "../trial";
import { type Azure, here, location } from "./azure";

const subscription = "00000000-0000-4000-8000-000000000001";
export const subscriptionId = `/subscriptions/${subscription}`;
const tenantId = "00000000-0000-4000-8000-000000000002";

/** Gives somebody one of Azure's own roles, by its GUID. */
export async function grant(azure: Azure, principalId: unknown, role: string, scope: string): Promise<void> {
  await azure.make(types.roleAssignment, {
    principalId: shown(principalId as string),
    principalType: "ServicePrincipal",
    roleDefinitionId: `${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${role}`,
    scope,
  });
}

export interface CustomerKey {
  /** Id of the identity that may wrap and unwrap with the key. */
  readonly identity: string;
  readonly key: string;
  readonly versioned: string;
  readonly name: string;
  readonly vault: string;
}

/** A key, and an identity that may use it. */
export async function customerKey(azure: Azure, name = "data", place = location): Promise<CustomerKey> {
  const vaultName = `${name}-vault`;
  const vault = await azure.make(types.vault, {
    ...here,
    location: place,
    vaultName,
    properties: {
      tenantId,
      sku: { family: "A", name: "standard" },
      enableRbacAuthorization: true,
      enablePurgeProtection: true,
    },
  });
  const key = await azure.make(types.key, {
    resourceGroupName: here.resourceGroupName,
    vaultName,
    keyName: "key",
    properties: { kty: "RSA", keySize: 3072 },
  });
  const identity = await azure.make(types.identity, { ...here, resourceName: `${name}-user` });
  await grant(azure, identity.outputs["principalId"], "e147488a-f6f5-4113-8e2d-b22465e65bf6", key.id);
  return {
    identity: identity.id,
    key: shown(key.outputs["keyUri"]),
    versioned: shown(key.outputs["keyUriWithVersion"]),
    name: "key",
    vault: shown((vault.outputs["properties"] as Properties)["vaultUri"]),
  };
}

export async function workspace(azure: Azure, inputs: Properties = {}): Promise<string> {
  return (await azure.make(types.workspace, { ...here, workspaceName: "logs", ...inputs })).id;
}

export async function actionGroup(azure: Azure): Promise<string> {
  const inputs = {
    ...here,
    location: "global",
    actionGroupName: "oncall",
    groupShortName: "oncall",
    enabled: true,
  };
  return (await azure.make(types.actionGroup, inputs)).id;
}

export async function account(azure: Azure, inputs: Properties = {}): Promise<Made> {
  return azure.make(types.storageAccount, {
    ...here,
    accountName: "records",
    kind: "StorageV2",
    sku: { name: "Standard_ZRS" },
    ...inputs,
  });
}

export async function component(azure: Azure): Promise<string> {
  const inputs = { ...here, resourceName: "traces", kind: "web", applicationType: "web" };
  return (
    await azure.make(types.applicationInsights, { ...inputs, workspaceResourceId: await workspace(azure) })
  ).id;
}

export async function webTestInputs(azure: Azure): Promise<Properties> {
  return {
    ...here,
    webTestName: "entry",
    syntheticMonitorId: "entry",
    webTestKind: "standard",
    kind: "standard",
    frequency: 300,
    timeout: 30,
    locations: [{ location: "emea-nl-ams-azr" }, { location: "us-va-ash-azr" }],
    request: { requestUrl: "https://example.com/health" },
    validationRules: { sSLCheck: true, sSLCertRemainingLifetimeCheck: 7 },
    tags: { [`hidden-link:${await component(azure)}`]: "Resource" },
  };
}

/** A small server on the internet: what others need of a database. */
export async function server(azure: Azure, inputs: Properties = {}): Promise<Made> {
  return azure.make(types.postgresServer, { ...here, ...plainServer, ...inputs });
}

export const plainServer = {
  serverName: "main",
  version: "16",
  sku: { name: "Standard_B1ms", tier: "Burstable" },
  storage: { storageSizeGB: 32, type: "Premium_LRS", autoGrow: "Enabled" },
  administratorLogin: "platform",
  administratorLoginPassword: "Correct-horse-battery-1",
  backup: { backupRetentionDays: 7, geoRedundantBackup: "Disabled" },
} as const;
