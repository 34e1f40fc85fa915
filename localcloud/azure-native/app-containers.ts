import { at, amount, list, record, refuse, repeated, text, texts } from "../reading";
import type { Check, Limit, Path, Problem, Properties, StoredResource, World } from "../rules";
import { hasProfiles } from "./app-environment";
import { hasRole } from "./customer-key";
import { sameLocation } from "./names";
import { types } from "./types";

/** Names of apps and jobs, which are parts of host names. */
export const workloadName = {
  minimum: 2,
  maximum: 32,
  pattern: /^[a-z](?!.*--)[a-z0-9-]*[a-z0-9]$/,
  alphabet:
    "lower-case letters, digits and hyphens; it begins with a letter, has no two hyphens together and none at the end",
} as const;

const readsSecrets = [
  "4633458b-17de-408a-b874-0445c86b69e6", // Key Vault Secrets User
  "b86a8fe4-44ce-4948-aee5-eccb2c155cd7", // Key Vault Secrets Officer
  "00482a5a-887f-4fb3-b363-3b7fe8e74483", // Key Vault Administrator
];
const pullsImages = [
  "7f951dda-4ed3-4680-a7ca-43fe172d538d", // AcrPull
  "8311e382-0749-4cb8-b61a-304f252e45ec", // AcrPush
  "b93aa761-3e63-49ed-ac28-beffa264f7ac", // Container Registry Repository Reader
  "2a1e307c-b015-4ebd-883e-5b7698a07328", // Container Registry Repository Writer
];

/** "Health probes in Azure Container Apps": the ranges that its API takes. */
const probe = "template.containers[].probes[]";
export const containerLimits: readonly Limit[] = [
  { path: `${probe}.type`, oneOf: ["Liveness", "Readiness", "Startup"] },
  { path: `${probe}.failureThreshold`, minimum: 1, maximum: 10 },
  { path: `${probe}.successThreshold`, minimum: 1, maximum: 10 },
  { path: `${probe}.initialDelaySeconds`, minimum: 0, maximum: 60 },
  { path: `${probe}.periodSeconds`, minimum: 1, maximum: 240 },
  { path: `${probe}.timeoutSeconds`, minimum: 1, maximum: 240 },
  { path: `${probe}.httpGet.port`, minimum: 1, maximum: 65535 },
  { path: "template.containers", minimumItems: 1, maximumItems: 100 },
  {
    path: "template.volumes[].storageType",
    oneOf: ["AzureFile", "EmptyDir", "Secret", "NfsAzureFile", "Smb"],
  },
];

const containersOf = (inputs: Properties): { path: Path; container: Properties }[] =>
  ["containers", "initContainers"].flatMap((kind) =>
    list(at(inputs, `template.${kind}`)).map((container, index) => ({
      path: `template.${kind}[${String(index)}]`,
      container: record(container),
    })),
  );

const gibibytes = (memory: string | undefined): number | undefined => {
  const match = /^(\d+(?:\.\d+)?)(Gi|Mi)$/.exec(memory ?? "");
  return match === null ? undefined : Number(match[1]) / (match[2] === "Mi" ? 1024 : 1);
};

/** Of the consumption profile: quarters of a vCPU with twice as many GiB, all containers together. */
const sizeCheck: Check = (inputs) => {
  const profile = text(inputs["workloadProfileName"]) ?? "Consumption";
  if (profile !== "Consumption") return [];
  const sizes = list(at(inputs, "template.containers")).map((each) => record(record(each)["resources"]));
  const cpus = sizes.map(({ cpu }) => amount(cpu) ?? 0.5);
  const memories = sizes.map(({ memory }) => (memory === undefined ? 1 : gibibytes(text(memory))));
  const wrong = memories.findIndex((memory) => memory === undefined);
  if (wrong >= 0)
    return refuse(
      `template.containers[${String(wrong)}].resources.memory`,
      "ContainerAppInvalidResourceFormat: reads '0.5Gi'",
    );
  const cpu = cpus.reduce((sum, each) => sum + each, 0);
  const memory = memories.reduce<number>((sum, each) => sum + (each ?? 0), 0);
  const steps = cpu / 0.25;
  const fits = Number.isInteger(steps) && steps >= 1 && cpu <= 4 && memory === cpu * 2;
  return sizes.length === 0 || fits
    ? []
    : refuse(
        "template.containers",
        `ContainerAppInvalidResourceTotal: the total CPU and memory (cpu: ${String(cpu)}, memory: ${String(memory)}Gi) is invalid; they add up to one of [cpu: 0.25, memory: 0.5Gi], [cpu: 0.5, memory: 1Gi], and so on in steps of 0.25 vCPU to [cpu: 4, memory: 8Gi]`,
      );
};

const namesCheck: Check = (inputs) => {
  const [twice] = repeated(containersOf(inputs).flatMap(({ container }) => text(container["name"]) ?? []));
  if (twice !== undefined)
    return refuse("template.containers", `ContainerAppDuplicateContainerName: '${twice}' is given twice`);
  return containersOf(inputs).flatMap(({ path, container }): readonly Problem[] => {
    const [variable] = repeated(list(container["env"]).flatMap((each) => text(record(each)["name"]) ?? []));
    if (variable !== undefined)
      return refuse(`${path}.env`, `ContainerAppDuplicateEnvironmentVariable: '${variable}' is given twice`);
    if (container["image"] === undefined)
      return refuse(`${path}.image`, "ContainerAppImageRequired: a container has an image");
    const [probe] = repeated(list(container["probes"]).flatMap((each) => text(record(each)["type"]) ?? []));
    return probe === undefined
      ? []
      : refuse(
          `${path}.probes`,
          `ContainerAppProbeTypeDuplicate: a container has one probe of type '${probe}'`,
        );
  });
};

const probeCheck: Check = (inputs) =>
  containersOf(inputs).flatMap(({ path, container }) =>
    list(container["probes"]).flatMap((value, index) => {
      const given = ["httpGet", "tcpSocket"].filter((key) => record(value)[key] !== undefined);
      return given.length === 1
        ? []
        : refuse(
            `${path}.probes[${String(index)}]`,
            "ContainerAppProbeInvalid: has exactly one of httpGet and tcpSocket",
          );
    }),
  );

const secretsOf = (inputs: Properties): Properties[] => list(at(inputs, "configuration.secrets")).map(record);

const secretCheck: Check = (inputs) =>
  secretsOf(inputs).flatMap((secret, index): readonly Problem[] => {
    const path = `configuration.secrets[${String(index)}]`;
    const name = text(secret["name"]);
    if (name !== undefined && !/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/.test(name))
      return refuse(
        `${path}.name`,
        `ContainerAppSecretNameInvalid: '${name}' may only have lower-case letters, digits, '-' and '.'; it begins and ends with a letter or digit`,
      );
    const given = ["value", "keyVaultUrl"].filter((key) => secret[key] !== undefined);
    if (given.length !== 1)
      return refuse(path, "ContainerAppSecretInvalid: has exactly one of value and keyVaultUrl");
    return given[0] === "keyVaultUrl" && secret["identity"] === undefined
      ? refuse(
          `${path}.identity`,
          "ContainerAppSecretInvalid: a secret of a key vault needs the identity that reads it",
        )
      : [];
  });

const secretRefCheck: Check = (inputs) => {
  const known = secretsOf(inputs).map(({ name }) => text(name));
  const missing = (path: Path, name: string | undefined): readonly Problem[] =>
    name === undefined || known.includes(name)
      ? []
      : refuse(
          path,
          `ContainerAppSecretRefNotFound: SecretRef '${name}' not found among configuration.secrets`,
        );
  return [
    ...containersOf(inputs).flatMap(({ path, container }) =>
      list(container["env"]).flatMap((value, index): readonly Problem[] => {
        const { secretRef, value: plain } = record(value);
        const place = `${path}.env[${String(index)}]`;
        return secretRef !== undefined && plain !== undefined
          ? refuse(place, "ContainerAppEnvironmentVariableInvalid: has a value or a secretRef, not both")
          : missing(`${place}.secretRef`, text(secretRef));
      }),
    ),
    ...list(at(inputs, "configuration.registries")).flatMap((registry, index) =>
      missing(
        `configuration.registries[${String(index)}].passwordSecretRef`,
        text(record(registry)["passwordSecretRef"]),
      ),
    ),
  ];
};

const registryCheck: Check = (inputs) =>
  list(at(inputs, "configuration.registries")).flatMap((value, index): readonly Problem[] => {
    const { identity, passwordSecretRef, username } = record(value);
    const path = `configuration.registries[${String(index)}]`;
    const byPassword = passwordSecretRef !== undefined || username !== undefined;
    if ((identity !== undefined && identity !== "") === byPassword)
      return refuse(
        path,
        "ContainerAppRegistryInvalid: has an identity, or a username with a passwordSecretRef",
      );
    return byPassword && (passwordSecretRef === undefined || username === undefined)
      ? refuse(path, "ContainerAppRegistryInvalid: username and passwordSecretRef are given together")
      : [];
  });

const assigned = (inputs: Properties): string[] => texts(at(inputs, "identity.userAssignedIdentities"));

/** Identities that read secrets and pull images are those of the app. */
const identityCheck: Check = (inputs) => {
  const own = assigned(inputs);
  const uses = [
    ...secretsOf(inputs).map(
      ({ identity }, index) => [`configuration.secrets[${String(index)}].identity`, identity] as const,
    ),
    ...list(at(inputs, "configuration.registries")).map(
      (value, index) =>
        [`configuration.registries[${String(index)}].identity`, record(value)["identity"]] as const,
    ),
  ];
  return uses.flatMap(([path, value]) => {
    const identity = text(value);
    if (identity === undefined || identity === "" || own.includes(identity)) return [];
    if (identity === "system" && (text(at(inputs, "identity.type")) ?? "").startsWith("SystemAssigned"))
      return [];
    return refuse(
      path,
      `ContainerAppIdentityNotAssigned: the identity '${identity}' is not among those of the app`,
    );
  });
};

/** Secrets exist, and their reader has a role on them: a revision that can't read one never starts. */
const vaultCheck: Check = (inputs, world) =>
  secretsOf(inputs).flatMap((secret, index): readonly Problem[] => {
    const path = `configuration.secrets[${String(index)}].keyVaultUrl`;
    const url = text(secret["keyVaultUrl"]);
    if (url === undefined) return [];
    const match = /^https:\/\/([a-z0-9-]+)\.vault\.azure\.net\/secrets\/([A-Za-z0-9-]+)(?:\/\w+)?\/?$/i.exec(
      url,
    );
    if (match === null)
      return refuse(
        path,
        `'${url}' is not the address of a secret, https://VAULT.vault.azure.net/secrets/NAME`,
      );
    const suffix = `/vaults/${match[1] ?? ""}/secrets/${match[2] ?? ""}`.toLowerCase();
    const found = world.all(types.secret).find(({ id }) => id.toLowerCase().endsWith(suffix));
    if (found === undefined) return refuse(path, `SecretNotFound: there is no secret '${url}'`);
    return mayUse(secret["identity"], readsSecrets, found, world)
      ? []
      : refuse(
          path,
          `ContainerAppSecretKeyVaultForbidden: unable to get value using managed identity ${text(secret["identity"]) ?? ""} for secret '${text(secret["name"]) ?? ""}': it has no role on ${found.id}`,
        );
  });

function mayUse(identity: unknown, roles: readonly string[], on: StoredResource, world: World): boolean {
  const principal = world.find(types.identity, typeof identity === "string" ? identity : undefined)?.outputs[
    "principalId"
  ];
  return principal === undefined || hasRole(principal, roles, on.id, world);
}

/** Images of our registries are pulled with a login, by somebody who may. */
const pullCheck: Check = (inputs, world) => {
  const logins = list(at(inputs, "configuration.registries")).map(record);
  return containersOf(inputs).flatMap(({ path, container }): readonly Problem[] => {
    const server = text(container["image"])?.split("/")[0] ?? "";
    const registry = world.find(types.registry, server, "loginServer");
    if (registry === undefined) return [];
    const login = logins.find((each) => each["server"] === server);
    const unauthorized = `InvalidParameterValueInContainerTemplate: the field 'image' is invalid: '${text(container["image"]) ?? ""}': UNAUTHORIZED: authentication required`;
    if (login === undefined)
      return refuse(`${path}.image`, `${unauthorized}; configuration.registries has no login for ${server}`);
    return login["identity"] === undefined || mayUse(login["identity"], pullsImages, registry, world)
      ? []
      : refuse(
          `${path}.image`,
          `${unauthorized}; ${text(login["identity"]) ?? ""} has no role on ${registry.id}`,
        );
  });
};

const volumeCheck: Check = (inputs) => {
  const volumes = list(at(inputs, "template.volumes")).map((volume) => text(record(volume)["name"]));
  return containersOf(inputs).flatMap(({ path, container }) =>
    list(container["volumeMounts"]).flatMap((mount, index) => {
      const name = text(record(mount)["volumeName"]);
      return name === undefined || volumes.includes(name)
        ? []
        : refuse(
            `${path}.volumeMounts[${String(index)}].volumeName`,
            `ContainerAppVolumeNotFound: there is no volume '${name}' in template.volumes`,
          );
    }),
  );
};

/** The environment's region and profiles. */
const environmentCheck: Check = (inputs, world) => {
  const path = inputs["environmentId"] === undefined ? "managedEnvironmentId" : "environmentId";
  const environment = world.find(types.environment, inputs[path]);
  if (environment === undefined)
    return inputs[path] === undefined
      ? refuse("environmentId", "ManagedEnvironmentRequired: runs in an environment")
      : [];
  const profile = text(inputs["workloadProfileName"]);
  const known = list(environment.inputs["workloadProfiles"]).map((each) => text(record(each)["name"]));
  if (profile !== undefined && hasProfiles(environment.inputs) && !known.includes(profile))
    return refuse(
      "workloadProfileName",
      `InvalidWorkloadProfileName: the environment has no profile '${profile}' (${known.join(", ")})`,
    );
  if (profile !== undefined && !hasProfiles(environment.inputs))
    return refuse(
      "workloadProfileName",
      "InvalidWorkloadProfileName: the environment has no workload profiles",
    );
  return sameLocation(path, inputs["location"], environment);
};

/** What apps and jobs have in common: containers, secrets, registries, identities, their environment. */
export const workloadChecks: readonly Check[] = [
  sizeCheck,
  namesCheck,
  probeCheck,
  secretCheck,
  secretRefCheck,
  registryCheck,
  identityCheck,
  volumeCheck,
  environmentCheck,
  vaultCheck,
  pullCheck,
];
