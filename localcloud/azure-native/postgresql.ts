import { block } from "../cidr";
import { amount, at, list, record, refuse, text, texts } from "../reading";
import type { Check, Problem, Properties, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { customerKeyProblems, keyAddressProblems } from "./customer-key";
import { globallyNamed } from "./global-name";
import { canonicalLocation, pairOf, zones } from "./regions";
import { types } from "./types";

const restores = ["PointInTimeRestore", "GeoRestore", "Replica", "ReviveDropped"];
const restored = (inputs: Properties): boolean => restores.includes(text(inputs["createMode"]) ?? "");
const isBurstable = (inputs: Properties): boolean => at(inputs, "sku.tier") === "Burstable";

/** Compute sizes by tier ("Compute options in Azure Database for PostgreSQL"). */
const sizes: Readonly<Record<string, RegExp>> = {
  Burstable: /^Standard_B((1|2|4|8|12|16|20)ms|2s)$/,
  GeneralPurpose:
    /^Standard_(D((2|4|8|16|32|48|64)s_v3|(2|4|8|16|32|48|64|96)(ds_v4|a?ds_v[56]))|DC(2|4|8|16|32|48|64|96)ads_v5)$/,
  MemoryOptimized:
    /^Standard_(E((2|4|8|16|20|32|48|64)s_v3|(2|4|8|16|20|32|48|64|96)(ds_v4|a?ds_v[56]))|EC(2|4|8|16|20|32|48|64|96)ads_v5)$/,
};

/** Sizes of Premium SSD in GiB, each with its performance tiers, the first of which it has by itself ("Storage options"). */
const premiumSizes: ReadonlyMap<number, readonly string[]> = new Map([
  [32, ["P4", "P6", "P10", "P15", "P20", "P30", "P40", "P50"]],
  [64, ["P6", "P10", "P15", "P20", "P30", "P40", "P50"]],
  [128, ["P10", "P15", "P20", "P30", "P40", "P50"]],
  [256, ["P15", "P20", "P30", "P40", "P50"]],
  [512, ["P20", "P30", "P40", "P50"]],
  [1024, ["P30", "P40", "P50"]],
  [2048, ["P40", "P50"]],
  [4095, ["P50"]],
  [4096, ["P50"]],
  [8192, ["P60", "P70", "P80"]],
  [16384, ["P70", "P80"]],
  [32767, ["P80"]],
]);

const skuCheck: Check = (inputs) => {
  if (restored(inputs)) return [];
  const missing = ["sku", "version", "storage"].find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, `MissingRequiredParameter: a new server needs '${missing}'`);
  const [name, tier] = [text(at(inputs, "sku.name")), text(at(inputs, "sku.tier"))];
  if (name === undefined || tier === undefined) return [];
  const fitting = Object.keys(sizes).find((each) => sizes[each]?.test(name) === true);
  if (fitting === undefined)
    return refuse("sku.name", `InvalidParameterValue: there is no size '${name}' of flexible servers`);
  return fitting === tier
    ? []
    : refuse("sku.tier", `InvalidParameterValue: the size '${name}' is of tier ${fitting}, not ${tier}`);
};

const storageCheck: Check = (inputs, _world, self) => {
  const size = amount(at(inputs, "storage.storageSizeGB"));
  const kind = text(at(inputs, "storage.type")) ?? "Premium_LRS";
  const tier = text(at(inputs, "storage.tier"));
  const before = amount(at(self?.inputs ?? {}, "storage.storageSizeGB"));
  if (size !== undefined && before !== undefined && size < before)
    return refuse(
      "storage.storageSizeGB",
      `InvalidParameterValue: storage can't shrink, from ${String(before)} to ${String(size)} GiB`,
    );
  if (kind !== "Premium_LRS") return fastStorageProblems(inputs, kind, size);
  if (size === undefined) return [];
  const tiers = premiumSizes.get(size);
  if (tiers === undefined)
    return refuse(
      "storage.storageSizeGB",
      `InvalidParameterValue: ${String(size)} GiB is no size of Premium SSD; those are ${[...premiumSizes.keys()].join(", ")}`,
    );
  return tier === undefined || tiers.includes(tier)
    ? []
    : refuse(
        "storage.tier",
        `InvalidParameterValue: ${String(size)} GiB have the performance tiers ${tiers.join(", ")}, not ${tier}`,
      );
};

/** Premium SSD v2 and Ultra: any size, with a performance that must be said, and no automatic growth. */
function fastStorageProblems(inputs: Properties, kind: string, size: number | undefined): readonly Problem[] {
  const missing = ["iops", "throughput"].find((property) => at(inputs, `storage.${property}`) === undefined);
  if (missing !== undefined)
    return refuse(`storage.${missing}`, `MissingRequiredParameter: ${kind} needs it`);
  if (at(inputs, "storage.autoGrow") === "Enabled")
    return refuse("storage.autoGrow", `InvalidParameterValue: ${kind} does not grow by itself`);
  return size !== undefined && (size < 32 || size > 65_536)
    ? refuse("storage.storageSizeGB", `InvalidParameterValue: ${kind} has 32 to 65536 GiB`)
    : [];
}

const availabilityCheck: Check = (inputs) => {
  const mode = text(at(inputs, "highAvailability.mode")) ?? "Disabled";
  const location = text(inputs["location"]) ?? "";
  const known = zones(location);
  const zone = text(inputs["availabilityZone"]) ?? "";
  if (zone !== "" && !known.includes(zone))
    return refuse(
      "availabilityZone",
      `AvailabilityZoneNotAvailable: ${location} has no availability zone '${zone}'`,
    );
  if (mode === "Disabled") return [];
  if (isBurstable(inputs))
    return refuse(
      "highAvailability.mode",
      "HighAvailabilityNotSupported: servers of the tier Burstable have no high availability",
    );
  if (mode === "ZoneRedundant" && location !== "" && known.length === 0)
    return refuse(
      "highAvailability.mode",
      `HighAvailabilityNotSupported: ${location} has no availability zones`,
    );
  const standby = text(at(inputs, "highAvailability.standbyAvailabilityZone")) ?? "";
  if (zone === "" || standby === "") return [];
  if (mode === "ZoneRedundant" && standby === zone)
    return refuse(
      "highAvailability.standbyAvailabilityZone",
      `InvalidParameterValue: a zone-redundant standby is in another zone than the server ('${zone}')`,
    );
  return mode === "SameZone" && standby !== zone
    ? refuse(
        "highAvailability.standbyAvailabilityZone",
        `InvalidParameterValue: must be the server's zone '${zone}'`,
      )
    : [];
};

const backupCheck: Check = (inputs) => {
  if (at(inputs, "backup.geoRedundantBackup") !== "Enabled") return [];
  const location = text(inputs["location"]);
  if (location !== undefined && pairOf(location) === undefined)
    return refuse(
      "backup.geoRedundantBackup",
      `GeoRedundantBackupNotSupported: ${location} has no paired region that backups could be copied to`,
    );
  return at(inputs, "dataEncryption.type") === "AzureKeyVault" &&
    at(inputs, "dataEncryption.geoBackupKeyURI") === undefined
    ? refuse(
        "dataEncryption.geoBackupKeyURI",
        "MissingRequiredParameter: geo-redundant backups of a server with a customer's key need a key in the paired region",
      )
    : [];
};

const keyFields = [
  ["primaryKeyURI", "primaryUserAssignedIdentityId"],
  ["geoBackupKeyURI", "geoBackupUserAssignedIdentityId"],
] as const;

const encryptionCheck: Check = (inputs) => {
  const encryption = record(inputs["dataEncryption"]);
  const given = keyFields.flat().find((field) => encryption[field] !== undefined);
  if (encryption["type"] !== "AzureKeyVault")
    return given === undefined
      ? []
      : refuse(`dataEncryption.${given}`, "InvalidParameterValue: only with `type` AzureKeyVault");
  if (encryption["primaryKeyURI"] === undefined)
    return refuse("dataEncryption.primaryKeyURI", "MissingRequiredParameter: AzureKeyVault needs a key");
  const assigned = Object.keys(record(at(inputs, "identity.userAssignedIdentities")));
  return keyFields.flatMap(([key, identity]): readonly Problem[] => {
    const path = `dataEncryption.${identity}`;
    if (encryption[key] === undefined) return [];
    if (encryption[identity] === undefined)
      return refuse(path, `MissingRequiredParameter: \`${key}\` needs the identity that may use it`);
    const id = text(encryption[identity]);
    return [
      ...keyAddressProblems({
        path: `dataEncryption.${key}`,
        key: encryption[key],
        identity: id,
        identityPath: path,
      }),
      ...(id === undefined || assigned.includes(id)
        ? []
        : refuse(
            path,
            `InvalidParameterValue: '${id}' is not among the server's own identities (\`identity\`)`,
          )),
    ];
  });
};

const keyCheck: Check = (inputs, world) => {
  const encryption = record(inputs["dataEncryption"]);
  const place = pairOf(text(inputs["location"]) ?? "");
  return keyFields.flatMap(([key, identity]) =>
    customerKeyProblems(
      {
        path: `dataEncryption.${key}`,
        key: encryption[key],
        identity: encryption[identity],
        identityPath: `dataEncryption.${identity}`,
        ...(key === "geoBackupKeyURI" && { location: place }),
      },
      world,
    ),
  );
};

const identityCheck: Check = (inputs, world) => {
  const identities = Object.keys(record(at(inputs, "identity.userAssignedIdentities")));
  if (at(inputs, "identity.type") === "UserAssigned" && identities.length === 0)
    return refuse(
      "identity.userAssignedIdentities",
      "InvalidParameterValue: UserAssigned needs at least one identity",
    );
  const missing = identities.find((id) => world.find(types.identity, id) === undefined);
  return missing === undefined
    ? []
    : refuse("identity.userAssignedIdentities", `there is no user-assigned identity '${missing}'`);
};

/** Login names that Azure or PostgreSQL keeps ("Create an Azure Database for PostgreSQL flexible server"). */
const reservedLogins = [
  "admin",
  "administrator",
  "azure_pg_admin",
  "azure_superuser",
  "azuresu",
  "guest",
  "public",
  "replication",
  "root",
];

const loginCheck: Check = (inputs, _world, self) => {
  if (restored(inputs)) return [];
  const [login, password] = ["administratorLogin", "administratorLoginPassword"];
  const used = [login, password].filter((property) => inputs[property] !== undefined);
  if (at(inputs, "authConfig.passwordAuth") === "Disabled")
    return used[0] === undefined
      ? []
      : refuse(used[0], "InvalidParameterValue: not with `authConfig.passwordAuth` Disabled");
  const missing = [login, password].find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, "MissingRequiredParameter: a server with password authentication needs it");
  const name = text(inputs[login]) ?? "";
  if (reservedLogins.includes(name.toLowerCase()) || /^pg_/i.test(name))
    return refuse(login, `InvalidParameterValue: '${name}' is reserved: choose another login`);
  const before = text(self?.inputs[login]);
  return before === undefined || before === name
    ? []
    : refuse(login, "OperationNotAllowed: the login can't be changed once it is set");
};

/** 8 to 128 characters of three of four kinds, and not the login ("Create an … flexible server"). */
const passwordCheck: Check = (inputs) => {
  const password = text(inputs["administratorLoginPassword"]);
  const login = text(inputs["administratorLogin"]) ?? "";
  const path = "administratorLoginPassword";
  if (password === undefined) return [];
  if (password.length < 8 || password.length > 128)
    return refuse(path, "PasswordNotComplex: has 8 to 128 characters");
  if (login.length >= 3 && password.toLowerCase().includes(login.toLowerCase()))
    return refuse(path, "PasswordNotComplex: must not contain the login");
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(password)).length;
  return kinds >= 3
    ? []
    : refuse(path, "PasswordNotComplex: holds three of: capitals, small letters, digits, other characters");
};

const authenticationCheck: Check = (inputs) => {
  const { activeDirectoryAuth, passwordAuth, tenantId } = record(inputs["authConfig"]);
  if (activeDirectoryAuth !== "Enabled")
    return passwordAuth === "Disabled"
      ? refuse("authConfig", "InvalidParameterValue: at least one way to authenticate must be enabled")
      : [];
  return tenantId === undefined
    ? refuse("authConfig.tenantId", "MissingRequiredParameter: Entra authentication needs the tenant")
    : [];
};

const versionCheck: Check = (inputs, world, self) => {
  const [before, after] = [self?.inputs["version"], inputs["version"]].map((version) =>
    Number(text(version)),
  );
  if (after === undefined || Number.isNaN(after)) return [];
  if (after < 13 && isCreation(self, world))
    return refuse(
      "version",
      `ServerVersionNotSupported: new servers of PostgreSQL ${String(after)} are no longer made`,
    );
  return before !== undefined && after < before
    ? refuse(
        "version",
        `OperationNotAllowed: can't go back from PostgreSQL ${String(before)} to ${String(after)}`,
      )
    : [];
};

const delegation = "Microsoft.DBforPostgreSQL/flexibleServers";

const networkCheck: Check = (inputs) => {
  const { delegatedSubnetResourceId: subnet, privateDnsZoneArmResourceId: zone } = record(inputs["network"]);
  if (subnet !== undefined && zone === undefined)
    return refuse(
      "network.privateDnsZoneArmResourceId",
      "EmptyPrivateDnsZoneArmResourceId: a server in a delegated subnet needs a private DNS zone",
    );
  if (zone !== undefined && subnet === undefined)
    return refuse(
      "network.delegatedSubnetResourceId",
      "EmptyDelegatedSubnetResourceId: a private DNS zone is for a server in a delegated subnet",
    );
  if (subnet !== undefined && at(inputs, "network.publicNetworkAccess") === "Enabled")
    return refuse(
      "network.publicNetworkAccess",
      "InvalidParameterValue: a server in a delegated subnet has no public access",
    );
  const name = text(zone)?.split("/").pop();
  return name === undefined || /(^|\.)postgres\.database\.azure\.com$/i.test(name)
    ? []
    : refuse(
        "network.privateDnsZoneArmResourceId",
        `InvalidPrivateDnsZone: the name of the zone ends with .postgres.database.azure.com, but is '${name}'`,
      );
};

const subnetCheck: Check = (inputs, world) => {
  const path = "network.delegatedSubnetResourceId";
  const id = text(at(inputs, path));
  const subnet = id === undefined ? undefined : world.find(types.subnet, id);
  if (id === undefined || subnet === undefined) return [];
  const delegated = list(subnet.outputs["delegations"]).some(
    (each) => text(record(each)["serviceName"])?.toLowerCase() === delegation.toLowerCase(),
  );
  if (!delegated)
    return refuse(path, `SubnetNotDelegated: the subnet '${id}' is not delegated to ${delegation}`);
  const prefix = text(subnet.outputs["addressPrefix"]) ?? texts(subnet.outputs["addressPrefixes"])[0];
  const size = prefix === undefined ? undefined : block(prefix)?.prefix;
  if (size !== undefined && size > 28)
    return refuse(
      path,
      `SubnetTooSmall: a subnet of flexible servers is at least a /28, not a /${String(size)}`,
    );
  const network = world.find(types.virtualNetwork, id.replace(/\/subnets\/[^/]+$/, ""));
  const place = text(network?.outputs["location"]);
  return place === undefined || canonicalLocation(place) === inputs["location"]
    ? []
    : refuse(
        path,
        `InvalidSubnetRegion: the network is in ${place}, the server in ${text(inputs["location"]) ?? ""}`,
      );
};

const restoreCheck: Check = (inputs, world) => {
  const mode = text(inputs["createMode"]) ?? "Default";
  if (!restored(inputs)) return [];
  const needed =
    mode === "Replica" ? ["sourceServerResourceId"] : ["sourceServerResourceId", "pointInTimeUTC"];
  const missing = needed.find((property) => inputs[property] === undefined);
  if (missing !== undefined)
    return refuse(missing, `MissingRequiredParameter: needed with the createMode ${mode}`);
  const source = world.find(types.postgresServer, inputs["sourceServerResourceId"]);
  if (mode !== "GeoRestore" || source === undefined) return [];
  if (at(source.outputs, "backup.geoRedundantBackup") !== "Enabled")
    return refuse("sourceServerResourceId", "GeoRestoreNotPossible: the source has no geo-redundant backups");
  const pair = pairOf(text(source.outputs["location"]) ?? "");
  return pair === inputs["location"]
    ? []
    : refuse("location", `InvalidParameterValue: a geo-restore is made in the paired region, ${pair ?? ""}`);
};

const serverPath = "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}";

export const servers: readonly ResourceRules[] = [
  globallyNamed(
    armResource({
      type: types.postgresServer,
      path: serverPath,
      location: "regional",
      name: {
        minimum: 3,
        maximum: 63,
        pattern: /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
        alphabet: "lower-case letters, digits and hyphens; no hyphen at either end",
      },
      outputs: {
        fullyQualifiedDomainName: "{serverName}.postgres.database.azure.com",
        state: "Ready",
        minorVersion: "4",
        replicationRole: () => "Primary",
        replicaCapacity: ({ inputs }) => (isBurstable(inputs) ? 0 : 5),
        privateEndpointConnections: () => [],
      },
      defaults: {
        createMode: "Default",
        backup: { backupRetentionDays: 7, geoRedundantBackup: "Disabled" },
      },
      references: [
        { path: "network.delegatedSubnetResourceId", to: types.subnet },
        { path: "network.privateDnsZoneArmResourceId", to: types.privateZone },
        { path: "sourceServerResourceId", to: types.postgresServer, blocksDeletion: false },
      ],
      immutable: [
        "createMode",
        "sourceServerResourceId",
        "pointInTimeUTC",
        "backup.geoRedundantBackup",
        "network.delegatedSubnetResourceId",
        "dataEncryption.type",
        "storage.type",
      ],
      limits: [
        { path: "backup.backupRetentionDays", minimum: 7, maximum: 35 },
        { path: "maintenanceWindow.dayOfWeek", minimum: 0, maximum: 6 },
        { path: "maintenanceWindow.startHour", minimum: 0, maximum: 23 },
        { path: "maintenanceWindow.startMinute", minimum: 0, maximum: 59 },
        { path: "maintenanceWindow.customWindow", oneOf: ["Enabled", "Disabled"] },
      ],
      check: [
        skuCheck,
        storageCheck,
        availabilityCheck,
        backupCheck,
        encryptionCheck,
        keyCheck,
        identityCheck,
        loginCheck,
        passwordCheck,
        authenticationCheck,
        versionCheck,
        networkCheck,
        subnetCheck,
        restoreCheck,
      ],
      secrets: ["administratorLoginPassword"],
      // Acceptance tests of Terraform's provider and usual experience: five to eight minutes, with a standby up to fifteen.
      seconds: { create: 420, update: 120, delete: 120 },
    }),
  ),
];
