import { refuse, text } from "../reading";
import type { Check, ResourceRules } from "../rules";
import { armResource } from "./arm-resource";
import { isCreation } from "./creation";
import { globallyNamed } from "./global-name";
import { availabilityCheck } from "./postgresql-availability";
import { encryptionCheck, identityCheck, keyCheck } from "./postgresql-encryption";
import { authenticationCheck, loginCheck, passwordCheck } from "./postgresql-login";
import { networkCheck, subnetCheck } from "./postgresql-network";
import { backupCheck, restoreCheck } from "./postgresql-restore";
import { isBurstable, skuCheck, storageCheck } from "./postgresql-size";
import { types } from "./types";

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

const serverPath = "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}";

/** Flexible servers of PostgreSQL. */
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
