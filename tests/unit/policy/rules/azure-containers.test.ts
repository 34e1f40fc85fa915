import { rule as autoscaledCountIgnored } from "../../../../policy/rules/containers/azure-autoscaled-count-ignored";
import { rule as noSecretInEnvironment } from "../../../../policy/rules/containers/azure-no-secret-in-environment";
import { rule as registryNoAdminUser } from "../../../../policy/rules/containers/azure-registry-no-admin-user";
import { rule as registryNoAnonymousPull } from "../../../../policy/rules/containers/azure-registry-no-anonymous-pull";
import { rule as registryPrivate } from "../../../../policy/rules/containers/azure-registry-private";
import { rule as environmentEncrypted } from "../../../../policy/rules/containers/azure-environment-encrypted";
import { describeRule, type Given, type Properties, unknown } from "../pack";

const of = (type: string, properties: Properties = {}): Given => ({
  type: `azure-native:${type}`,
  properties,
});
const registry = (properties: Properties = {}): Given => of("containerregistry:Registry", properties);
const other = of("containerregistry:Task");

describeRule(registryNoAdminUser, {
  compliant: { "the default": registry(), off: registry({ adminUserEnabled: false }) },
  violations: {
    on: [registry({ adminUserEnabled: true }), "adminUserEnabled"],
    "on, as text": [registry({ adminUserEnabled: "True" }), "adminUserEnabled"],
  },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": registry({ adminUserEnabled: unknown }) },
});

describeRule(registryNoAnonymousPull, {
  compliant: { "the default": registry(), off: registry({ anonymousPullEnabled: false }) },
  violations: { on: [registry({ anonymousPullEnabled: true }), "everybody may pull"] },
  notApplicable: { "another type": other },
  unknown: { "a switch that is unknown": registry({ anonymousPullEnabled: unknown }) },
});

describeRule(registryPrivate, {
  compliant: { closed: registry({ publicNetworkAccess: "Disabled" }) },
  violations: {
    "the default": [registry(), "publicNetworkAccess is not Disabled"],
    open: [registry({ publicNetworkAccess: "Enabled" }), "publicNetworkAccess is not Disabled"],
  },
  notApplicable: { "another type": other },
  unknown: { "a setting that is unknown": registry({ publicNetworkAccess: unknown }) },
});

const env = (name: string, value: string): Properties => ({ name, value });
const app = (...variables: Properties[]): Given =>
  of("app:ContainerApp", { template: { containers: [{ name: "web", env: variables }] } });
const key = "sk-proj-abcdefghijklmnopqrstuvwxyz";
const traces = "InstrumentationKey=00000000-0000-4000-8000-000000000000;IngestionEndpoint=https://x.example/";
describeRule(noSecretInEnvironment, {
  compliant: {
    "a plain setting": app(env("LOG_LEVEL", "info")),
    "a reference": app({ name: "DATABASE_PASSWORD", secretRef: "database-password" }),
    "a reference to Key Vault": of("web:WebAppApplicationSettings", {
      properties: { API_KEY: "@Microsoft.KeyVault(SecretUri=https://v.vault.azure.net/secrets/k)" },
    }),
    "where traces go": app(env("APPLICATIONINSIGHTS_CONNECTION_STRING", traces)),
  },
  violations: {
    "a name that says so": [
      app(env("DATABASE_PASSWORD", "hunter22")),
      'container "web": DATABASE_PASSWORD holds what looks like a secret',
    ],
    "a value that says so": [app(env("SETTING", key)), "an API key"],
    "a URL with a password": [
      app(env("DATABASE", "postgresql://me:secret@host/db")),
      "a URL with a password",
    ],
    "another connection string": [
      app(env("STORAGE_CONNECTION_STRING", "AccountName=a;AccountKey=b")),
      "a secret, by its name",
    ],
    "the second container": [
      of("app:ContainerApp", {
        template: { containers: [{ name: "a" }, { name: "b", env: [env("API_KEY", "abc")] }] },
      }),
      'container "b"',
    ],
    "a container that starts first": [
      of("app:Job", { template: { initContainers: [{ name: "first", env: [env("API_KEY", "abc")] }] } }),
      'container "first"',
    ],
    "a single variable instead of a list": [
      of("app:Job", { template: { containers: { name: "job", env: env("API_KEY", "abc") } } }),
      'container "job"',
    ],
    "a container instance": [
      of("containerinstance:ContainerGroup", {
        containers: [{ name: "one", environmentVariables: [env("API_KEY", "abc")] }],
      }),
      'container "one"',
    ],
    "a web app": [
      of("web:WebApp", { siteConfig: { appSettings: [env("API_KEY", "abc")] } }),
      "API_KEY holds",
    ],
    "a slot's settings": [
      of("web:WebAppApplicationSettingsSlot", { properties: { API_KEY: "abc" } }),
      "API_KEY holds",
    ],
    "a secret beside a value that is unknown yet": [
      app(env("OTHER", unknown), env("API_KEY", "abc")),
      "API_KEY holds",
    ],
  },
  notApplicable: { "an app without variables": app(), "another type": other },
  unknown: { "a value that is unknown": app(env("API_KEY", unknown)) },
});

const scaleSet = (
  ignoreChanges: string[] = [],
  properties: Properties = { vmScaleSetName: "workers" },
): Given => ({
  ...of("compute:VirtualMachineScaleSet", properties),
  name: "set",
  ignoreChanges,
});
const setting = (properties: Properties): Given => ({
  ...of("monitor:AutoscaleSetting", properties),
  name: "scale",
});
const target =
  "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachineScaleSets/workers";
describeRule(autoscaledCountIgnored, {
  compliant: {
    "a count that is ignored": [scaleSet(["sku.capacity"]), setting({ targetResourceUri: target })],
    "all that is ignored": [scaleSet(["*"]), setting({ targetResourceUri: target })],
  },
  violations: {
    "a count that is not": [
      [scaleSet(), setting({ targetResourceUri: target })],
      "does not hold sku.capacity",
    ],
    "something else that is ignored": [
      [scaleSet(["tags"]), setting({ targetResourceUri: target })],
      "does not hold sku.capacity",
    ],
    "a set that is unknown yet": [
      [
        scaleSet([], {}),
        { ...setting({ targetResourceUri: unknown }), sources: { targetResourceUri: ["set"] } },
      ],
      "does not hold sku.capacity",
    ],
    "a plan of web apps": [
      [
        { ...of("web:AppServicePlan", { name: "plan" }), name: "plan" },
        setting({ targetResourceUri: "/x/providers/Microsoft.Web/serverFarms/plan" }),
      ],
      "does not hold sku.capacity",
    ],
  },
  notApplicable: {
    "a set that nothing scales": [scaleSet()],
    "a setting for another": [scaleSet(), setting({ targetResourceUri: `${target}-2` })],
    "a setting that is off": [scaleSet(), setting({ targetResourceUri: target, enabled: false })],
  },
  unknown: {
    "whether the setting is on": [scaleSet(), setting({ targetResourceUri: target, enabled: unknown })],
  },
});

describeRule(environmentEncrypted, {
  compliant: {
    on: {
      type: "azure-native:app:ManagedEnvironment",
      properties: { peerTrafficConfiguration: { encryption: { enabled: true } } },
    },
  },
  violations: {
    "the default": [
      { type: "azure-native:app:ManagedEnvironment", properties: {} },
      "peerTrafficConfiguration.encryption is off",
    ],
    off: [
      {
        type: "azure-native:app:ManagedEnvironment",
        properties: { peerTrafficConfiguration: { encryption: { enabled: false } } },
      },
      "peerTrafficConfiguration.encryption is off",
    ],
  },
  notApplicable: {
    "another type": { type: "random:index/randomId:RandomId" },
  },
  unknown: {
    "a switch": {
      type: "azure-native:app:ManagedEnvironment",
      properties: { peerTrafficConfiguration: { encryption: { enabled: unknown } } },
    },
  },
});
