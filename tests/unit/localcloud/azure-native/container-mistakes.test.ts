import { types } from "../../../../localcloud/azure-native/types";
import type { Properties } from "../../../../localcloud/rules";
import { type Azure, container, describeMistakes, group, here } from "./azure";

const secretsUser = "4633458b-17de-408a-b874-0445c86b69e6";
const pull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

const environment = async (azure: Azure) => ({
  ...here,
  environmentName: "apps",
  vnetConfiguration: {
    infrastructureSubnetId: (await azure.subnet("services", "10.0.0.0/27", delegated)).id,
  },
  workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
});
const delegated = { delegations: [{ name: "apps", serviceName: "Microsoft.App/environments" }] };
const app = (azure: Azure) => azure.app();
const part = (right: Properties, name: string): Properties => right[name] as Properties;
const withContainer = (right: Properties, changes: Properties) => ({
  template: { ...part(right, "template"), containers: [{ ...container, ...changes }] },
});
const withConfiguration = (right: Properties, changes: Properties) => ({
  configuration: { ...part(right, "configuration"), ...changes },
});
const withIngress = (right: Properties, changes: Properties) =>
  withConfiguration(right, { ingress: { ...part(part(right, "configuration"), "ingress"), ...changes } });
const job = async (azure: Azure) => ({
  ...here,
  jobName: "dump",
  environmentId: (await azure.environment()).id,
  configuration: {
    triggerType: "Schedule",
    replicaTimeout: 3600,
    scheduleTriggerConfig: { cronExpression: "0 3 * * *" },
  },
  template: { containers: [container] },
});
const withSecret = async (azure: Azure) => {
  const identity = await azure.identity();
  const vault = await azure.vault();
  const secret = await azure.make(types.secret, {
    resourceGroupName: group,
    vaultName: "vault-1",
    secretName: "api-key",
    properties: { value: "a-value-of-it" },
  });
  await azure.grant(identity, secretsUser, secret);
  return { identity, vault, secret };
};
const vaultUrl = "https://vault-1.vault.azure.net/secrets/api-key";
const reader = async (azure: Azure) => {
  const { identity } = await withSecret(azure);
  const right = await azure.app();
  return {
    ...right,
    identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
    ...withConfiguration(right, {
      secrets: [{ name: "api-key", keyVaultUrl: vaultUrl, identity: identity.id }],
    }),
  };
};

describeMistakes("environments of Container Apps", [
  {
    mistake: "a subnet that is not delegated",
    type: types.environment,
    right: environment,
    wrong: async (azure) => ({
      vnetConfiguration: { infrastructureSubnetId: (await azure.subnet("plain", "10.0.4.0/24")).id },
    }),
    path: "vnetConfiguration.infrastructureSubnetId",
    words: "must be delegated to 'Microsoft.App/environments'",
  },
  {
    mistake: "a subnet of a /28",
    type: types.environment,
    right: environment,
    wrong: async (azure) => ({
      vnetConfiguration: {
        infrastructureSubnetId: (await azure.subnet("small", "10.0.4.0/28", delegated)).id,
      },
    }),
    path: "vnetConfiguration.infrastructureSubnetId",
    words: "at least a /27 is needed",
  },
  {
    mistake: "a /24 without workload profiles",
    type: types.environment,
    right: environment,
    wrong: async (azure) => ({
      workloadProfiles: [],
      vnetConfiguration: { infrastructureSubnetId: (await azure.subnet("plain", "10.0.4.0/24")).id },
    }),
    path: "vnetConfiguration.infrastructureSubnetId",
    words: "at least a /23 is needed",
  },
  {
    mistake: "zone redundancy without a subnet",
    type: types.environment,
    right: environment,
    wrong: { zoneRedundant: true, vnetConfiguration: undefined },
    path: "zoneRedundant",
    words: "needs a subnet of its own",
  },
  {
    mistake: "counts for the consumption profile",
    type: types.environment,
    right: environment,
    wrong: {
      workloadProfiles: [
        { name: "Consumption", workloadProfileType: "Consumption", minimumCount: 1, maximumCount: 3 },
      ],
    },
    path: "workloadProfiles[0].minimumCount",
    words: "has no counts",
  },
  {
    mistake: "logs to a workspace without its key",
    type: types.environment,
    right: environment,
    wrong: { appLogsConfiguration: { destination: "log-analytics" } },
    path: "appLogsConfiguration.logAnalyticsConfiguration",
    words: "needs customerId and sharedKey",
  },
  {
    mistake: "a subnet that another environment has",
    type: types.environment,
    right: environment,
    wrong: async (azure) => {
      const other = await azure.subnet("shared", "10.0.6.0/24", delegated);
      await azure.make(types.environment, {
        ...here,
        environmentName: "first",
        vnetConfiguration: { infrastructureSubnetId: other.id },
        workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      });
      return { vnetConfiguration: { infrastructureSubnetId: other.id } };
    },
    path: "vnetConfiguration.infrastructureSubnetId",
    words: "ManagedEnvironmentSubnetInUse",
  },
]);

describeMistakes("container apps", [
  {
    mistake: "a pair of CPU and memory that does not exist",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withContainer(right, { resources: { cpu: 0.5, memory: "0.5Gi" } }),
    path: "template.containers",
    words: "ContainerAppInvalidResourceTotal",
  },
  {
    mistake: "containers that add up to more than a replica has",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withContainer(right, { resources: { cpu: 4.25, memory: "8.5Gi" } }),
    path: "template.containers",
    words: "to [cpu: 4, memory: 8Gi]",
  },
  {
    mistake: "minReplicas over maxReplicas",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => ({
      template: { ...part(right, "template"), scale: { minReplicas: 3, maxReplicas: 2 } },
    }),
    path: "template.scale.minReplicas",
    words: "must be at most maxReplicas (2)",
  },
  {
    mistake: "revision weights that are not 100",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withIngress(right, { traffic: [{ latestRevision: true, weight: 90 }] }),
    path: "configuration.ingress.traffic",
    words: "add up to 100, not 90",
  },
  {
    mistake: "a revision by its name in single-revision mode",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withIngress(right, { traffic: [{ revisionName: "api--old", weight: 100 }] }),
    path: "configuration.ingress.traffic[0].revisionName",
    words: "multiple-revision mode",
  },
  {
    mistake: "a revision that nobody made",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => {
      const traffic = [{ revisionName: "api--old", weight: 100 }];
      const ingress = { ...part(part(right, "configuration"), "ingress"), traffic };
      return withConfiguration(right, { activeRevisionsMode: "Multiple", ingress });
    },
    path: "configuration.ingress.traffic[0].revisionName",
    words: "there is no revision 'api--old'",
  },
  {
    mistake: "an app's name with capitals",
    type: types.containerApp,
    right: app,
    wrong: { containerAppName: "Api" },
    path: "containerAppName",
    words: "lower-case letters",
  },
  {
    mistake: "an app's name of 33 characters",
    type: types.containerApp,
    right: app,
    wrong: { containerAppName: "a".repeat(33) },
    path: "containerAppName",
    words: "longer than 32 characters",
  },
  {
    mistake: "an app in another region than its environment",
    type: types.containerApp,
    right: app,
    wrong: { location: "northeurope" },
    path: "environmentId",
    words: "must be in northeurope",
  },
  {
    mistake: "a workload profile that the environment does not have",
    type: types.containerApp,
    right: app,
    wrong: { workloadProfileName: "D4" },
    path: "workloadProfileName",
    words: "InvalidWorkloadProfileName",
  },
  {
    mistake: "a variable from a secret that is not there",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withContainer(right, { env: [{ name: "API_KEY", secretRef: "api-key" }] }),
    path: "template.containers[0].env[0].secretRef",
    words: "ContainerAppSecretRefNotFound",
  },
  {
    mistake: "a secret's name with an underscore",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withConfiguration(right, { secrets: [{ name: "api_key", value: "a-value" }] }),
    path: "configuration.secrets[0].name",
    words: "ContainerAppSecretNameInvalid",
  },
  {
    mistake: "a secret read by an identity that the app does not have",
    type: types.containerApp,
    right: reader,
    wrong: { identity: undefined },
    path: "configuration.secrets[0].identity",
    words: "ContainerAppIdentityNotAssigned",
  },
  {
    mistake: "a secret that its reader has no role on",
    type: types.containerApp,
    right: reader,
    wrong: async (azure, right) => {
      const stranger = await azure.identity("stranger");
      return {
        identity: { type: "UserAssigned", userAssignedIdentities: [stranger.id] },
        ...withConfiguration(right, {
          secrets: [{ name: "api-key", keyVaultUrl: vaultUrl, identity: stranger.id }],
        }),
      };
    },
    path: "configuration.secrets[0].keyVaultUrl",
    words: "unable to get value using managed identity",
  },
  {
    mistake: "a secret that does not exist",
    type: types.containerApp,
    right: reader,
    wrong: (_, right) => ({
      configuration: {
        ...part(right, "configuration"),
        secrets: [{ name: "api-key", keyVaultUrl: `${vaultUrl}2`, identity: "" }],
      },
      identity: undefined,
    }),
    path: "configuration.secrets[0].keyVaultUrl",
    words: "SecretNotFound",
  },
  {
    mistake: "an image of a registry without a login",
    type: types.containerApp,
    right: async (azure) => {
      const [identity, registry] = [await azure.identity(), await azure.registry()];
      await azure.grant(identity, pull, registry);
      const right = await azure.app();
      return {
        ...right,
        identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
        ...withContainer(right, { image: "images12345.azurecr.io/api:1" }),
        ...withConfiguration(right, {
          registries: [{ server: "images12345.azurecr.io", identity: identity.id }],
        }),
      };
    },
    wrong: (_, right) => withConfiguration(right, { registries: [] }),
    path: "template.containers[0].image",
    words: "UNAUTHORIZED",
  },
  {
    mistake: "a probe that may fail eleven times",
    type: types.containerApp,
    right: app,
    wrong: (_, right) =>
      withContainer(right, {
        probes: [{ type: "Liveness", httpGet: { path: "/", port: 1 }, failureThreshold: 11 }],
      }),
    path: "template.containers[0].probes[0].failureThreshold",
    words: "from 1 to 10",
  },
  {
    mistake: "two probes of one type",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => {
      const probe = { type: "Readiness", httpGet: { path: "/ready", port: 8000 } };
      return withContainer(right, { probes: [probe, probe] });
    },
    path: "template.containers[0].probes",
    words: "ContainerAppProbeTypeDuplicate",
  },
  {
    mistake: "a mount of a volume that is not there",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withContainer(right, { volumeMounts: [{ volumeName: "tmp", mountPath: "/tmp" }] }),
    path: "template.containers[0].volumeMounts[0].volumeName",
    words: "ContainerAppVolumeNotFound",
  },
  {
    mistake: "ingress without a port",
    type: types.containerApp,
    right: app,
    wrong: (_, right) => withConfiguration(right, { ingress: { external: true } }),
    path: "configuration.ingress.targetPort",
    words: "leads to a port",
  },
  {
    mistake: "a schedule of six fields",
    type: types.job,
    right: job,
    wrong: (_, right) =>
      withConfiguration(right, { scheduleTriggerConfig: { cronExpression: "0 0 3 * * *" } }),
    path: "configuration.scheduleTriggerConfig.cronExpression",
    words: "five fields",
  },
  {
    mistake: "a scheduled job without its schedule",
    type: types.job,
    right: job,
    wrong: { configuration: { triggerType: "Schedule", replicaTimeout: 3600 } },
    path: "configuration.scheduleTriggerConfig",
    words: "JobTriggerConfigMissing",
  },
]);

const registry = async (azure: Azure) => {
  await azure.groupOnce();
  return { ...here, registryName: "stackimages1", sku: { name: "Premium" } };
};
const scopeMap = async (azure: Azure) => {
  await azure.registry();
  return {
    resourceGroupName: group,
    registryName: "images12345",
    scopeMapName: "push-api",
    actions: ["repositories/api/content/read", "repositories/api/content/write"],
  };
};

const task = {
  type: "EncodedTask",
  encodedTaskContent: Buffer.from("version: v1.1.0\nsteps:\n  - cmd: acr purge\n").toString("base64"),
};

describeMistakes("container registries", [
  {
    mistake: "a registry's name with a hyphen",
    type: types.registry,
    right: registry,
    wrong: { registryName: "stack-images" },
    path: "registryName",
    words: "letters and digits",
  },
  {
    mistake: "a registry's name that is taken, in other letters",
    type: types.registry,
    right: registry,
    wrong: async (azure) => {
      await azure.registry();
      return { registryName: "Images12345" };
    },
    path: "registryName",
    words: "AlreadyInUse",
  },
  {
    mistake: "what only Premium has, in Basic",
    type: types.registry,
    right: registry,
    wrong: { sku: { name: "Basic" }, publicNetworkAccess: "Disabled" },
    path: "publicNetworkAccess",
    words: "use 'Premium'",
  },
  {
    mistake: "a key whose reader is named by its resource id",
    type: types.registry,
    right: registry,
    wrong: async (azure) => ({
      encryption: {
        status: "enabled",
        keyVaultProperties: {
          identity: (await azure.identity()).id,
          keyIdentifier: "https://vault-1.vault.azure.net/keys/data",
        },
      },
    }),
    path: "encryption.keyVaultProperties.identity",
    words: "is not the client id",
  },
  {
    mistake: "an action that is none of a repository",
    type: types.scopeMap,
    right: scopeMap,
    wrong: { actions: ["repositories/api/push"] },
    path: "actions[0]",
    words: "InvalidScopeMapActions",
  },
  {
    mistake: "a token without a scope map",
    type: types.token,
    right: async (azure) => ({
      resourceGroupName: group,
      registryName: "images12345",
      tokenName: "pusher",
      scopeMapId: (await azure.make(types.scopeMap, await scopeMap(azure))).id,
    }),
    wrong: { scopeMapId: undefined },
    path: "scopeMapId",
    words: "is missing",
  },
  {
    mistake: "a task that is not in Base64",
    type: "azure-native:containerregistry:Task",
    right: async (azure) => {
      await azure.registry();
      return {
        ...here,
        registryName: "images12345",
        taskName: "cleaning",
        platform: { os: "Linux" },
        step: task,
      };
    },
    wrong: { step: { type: "EncodedTask", encodedTaskContent: "steps:\n  - cmd: acr purge" } },
    path: "step.encodedTaskContent",
    words: "InvalidTaskContent",
  },
]);
