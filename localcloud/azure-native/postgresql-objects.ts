import { nearest } from "../nearest";
import { at, refuse, text } from "../reading";
import type { Check, Properties, ResourceRules, StoredResource, World } from "../rules";
import { armResource } from "./arm-resource";
import { parameterProblem, parameters, readOnlyParameters } from "./postgresql-parameters";
import { idIn } from "./subscription";
import { types } from "./types";

const provider = "Microsoft.DBforPostgreSQL/flexibleServers";
const serverPath = `${provider}/{serverName}`;

/** A server makes one change at a time. */
const idOfServer = (inputs: Properties): string =>
  idIn(text(inputs["resourceGroupName"]) ?? "", `${provider}/${text(inputs["serverName"]) ?? ""}`);

function serverOf(inputs: Properties, world: World): StoredResource | undefined {
  const [group, name] = [text(inputs["resourceGroupName"]), text(inputs["serverName"])];
  return group === undefined || name === undefined
    ? undefined
    : world.find(types.postgresServer, idIn(group, `${provider}/${name}`));
}

const parameterCheck: Check = (inputs) => {
  const [name, value] = [text(inputs["configurationName"]), text(inputs["value"])];
  if (name === undefined) return [];
  if (readOnlyParameters.includes(name))
    return refuse("configurationName", `InvalidParameterName: '${name}' is read-only`);
  if (parameters[name] === undefined) {
    const meant = nearest(name, Object.keys(parameters));
    const hint = meant === undefined ? "" : `; did you mean '${meant}'?`;
    return refuse("configurationName", `InvalidParameterName: there is no server parameter '${name}'${hint}`);
  }
  const wrong = value === undefined ? undefined : parameterProblem(name, value);
  if (wrong !== undefined) return refuse("value", `InvalidParameterValue: ${wrong}`);
  if (value !== undefined && inputs["source"] === undefined)
    return refuse("source", "MissingRequiredParameter: a value is set with the source 'user-override'");
  return [];
};

const poolerCheck: Check = (inputs, world) =>
  text(inputs["configurationName"])?.startsWith("pgbouncer.") === true &&
  at(serverOf(inputs, world)?.outputs ?? {}, "sku.tier") === "Burstable"
    ? refuse("configurationName", "InvalidParameterName: servers of the tier Burstable have no PgBouncer")
    : [];

/** Azure keeps a parameter for ever: its deletion sets the default again. */
const parameterOutputs = {
  dataType: ({ inputs }: StoredResource) => {
    const kind = parameters[text(inputs["configurationName"]) ?? ""]?.kind;
    return kind === "boolean"
      ? "Boolean"
      : kind === "number"
        ? "Numeric"
        : kind === "enumeration"
          ? "Enumeration"
          : "String";
  },
  isReadOnly: () => false,
  isConfigPendingRestart: () => false,
  documentationLink: "https://www.postgresql.org/docs/current/runtime-config.html",
};

/** Databases that every server has. */
const ownDatabases = ["azure_maintenance", "azure_sys", "postgres", "template0", "template1"];

const databaseCheck: Check = (inputs) => {
  const name = text(inputs["databaseName"]);
  return name !== undefined && ownDatabases.includes(name)
    ? refuse("databaseName", `DatabaseNameReserved: every server has a database '${name}' of its own`)
    : [];
};

/** On-demand backups of a server ("Backup and restore in Azure Database for PostgreSQL"): seven, and names of their own. */
const mostBackups = 7;

const backupCheck =
  (type: string): Check =>
  (inputs, world, self) => {
    const server = serverOf(inputs, world);
    const others = world.all(type).filter(({ id }) => server !== undefined && id.startsWith(`${server.id}/`));
    return self === undefined && others.length >= mostBackups
      ? refuse(
          "serverName",
          `BackupLimitReached: a server has at most ${String(mostBackups)} on-demand backups`,
        )
      : [];
  };

const backups = (type: string): ResourceRules =>
  armResource({
    type,
    path: `${serverPath}/backups/{backupName}`,
    parent: types.postgresServer,
    name: {
      maximum: 128,
      pattern: /^[-\w.]+$/,
      alphabet: "letters, digits, underscores, periods and hyphens",
    },
    outputs: { backupType: () => "Customer On-Demand", source: () => "Customer Initiated" },
    check: backupCheck(type),
    // Backups are snapshots of disks: minutes.
    seconds: { create: 120, delete: 10 },
  });

const address = /^((25[0-5]|2[0-4]\d|1?\d?\d)(\.(?!$)|$)){4}$/;

const firewallCheck: Check = (inputs, world) => {
  const subnet = at(serverOf(inputs, world)?.outputs ?? {}, "network.delegatedSubnetResourceId");
  return subnet === undefined
    ? []
    : refuse(
        "serverName",
        "FirewallRulesNotSupported: a server in a delegated subnet has no firewall rules; use security rules of the subnet",
      );
};

const administratorCheck: Check = (inputs, world) => {
  const server = serverOf(inputs, world);
  return server !== undefined && at(server.outputs, "authConfig.activeDirectoryAuth") !== "Enabled"
    ? refuse(
        "serverName",
        "AadAuthOperationCannotBePerformedWhenServerIsNotAadEnabled: enable Entra authentication first",
      )
    : [];
};

const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What lies in a flexible server. */
export const serverObjects: readonly ResourceRules[] = [
  armResource({
    type: "azure-native:dbforpostgresql:Configuration",
    path: `${serverPath}/configurations/{configurationName}`,
    parent: types.postgresServer,
    name: {
      maximum: 128,
      pattern: /^[a-z][\w.]*$/,
      alphabet: "lower-case letters, digits, periods and underscores",
    },
    outputs: parameterOutputs,
    limits: [{ path: "source", oneOf: ["user-override", "system-default"] }],
    check: [parameterCheck, poolerCheck],
    oneAtATime: idOfServer,
    seconds: { create: 20, update: 20, delete: 20 },
  }),
  armResource({
    type: "azure-native:dbforpostgresql:Database",
    path: `${serverPath}/databases/{databaseName}`,
    parent: types.postgresServer,
    name: {
      maximum: 63,
      pattern: /^[A-Za-z_][\w-]*$/,
      alphabet: "letters, digits, underscores and hyphens, beginning with a letter or underscore",
    },
    defaults: { charset: "UTF8", collation: "en_US.utf8" },
    immutable: ["charset", "collation"],
    limits: [
      { path: "charset", pattern: /^[A-Za-z]\w*$/, reason: "is a character set of PostgreSQL, such as UTF8" },
      {
        path: "collation",
        pattern:
          /^(C|POSIX|default|[a-z]{2,3}(_[A-Z][A-Za-z]{1,3})?(\.utf-?8)?|[A-Za-z]+(_[A-Za-z]+)+\.\d+)$/i,
        reason: "is a collation of PostgreSQL, such as en_US.utf8",
      },
    ],
    check: databaseCheck,
    seconds: { create: 15, delete: 15 },
  }),
  backups("azure-native:dbforpostgresql:Backup"),
  backups("azure-native:dbforpostgresql:BackupsAutomaticAndOnDemand"),
  armResource({
    type: "azure-native:dbforpostgresql:FirewallRule",
    path: `${serverPath}/firewallRules/{firewallRuleName}`,
    parent: types.postgresServer,
    name: { maximum: 80, pattern: /^[\w-]+$/, alphabet: "letters, digits, underscores and hyphens" },
    limits: ["startIpAddress", "endIpAddress"].map((path) => ({
      path,
      pattern: address,
      reason: "is an IPv4 address",
    })),
    check: firewallCheck,
    seconds: { create: 30, delete: 30 },
  }),
  armResource({
    type: "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra",
    path: `${serverPath}/administrators/{objectId}`,
    parent: types.postgresServer,
    name: { maximum: 36, pattern: guid, alphabet: "a GUID: the principal's object id" },
    immutable: ["principalName", "principalType", "tenantId"],
    check: administratorCheck,
    seconds: { create: 30, delete: 30 },
  }),
];
