import * as dbforpostgresql from "@pulumi/azure-native/dbforpostgresql";
import type * as pulumi from "@pulumi/pulumi";

/** Slower queries, in milliseconds, are logged with their text. */
const slowQuery = 1000;

/**
 * Settings of every PostgreSQL of ours, all of which take effect without a restart: connections without TLS 1.2 or with MD5
 * refused; slow queries, waits for locks, connections, changes of schema, roles and privileges logged (CIS PostgreSQL 3.1;
 * CIS Microsoft Azure Foundations 2.0, section 4.3).
 */
export const databaseParameters: Readonly<Record<string, string>> = {
  require_secure_transport: "on",
  ssl_min_protocol_version: "TLSv1.2",
  "azure.accepted_password_auth_method": "scram-sha-256",
  password_encryption: "scram-sha-256",
  log_min_duration_statement: String(slowQuery),
  log_checkpoints: "on",
  log_connections: "on",
  log_disconnections: "on",
  log_lock_waits: "on",
  log_statement: "ddl",
  // Clients that fail too often wait: against guessing passwords.
  "connection_throttle.enable": "on",
};

interface ParametersArgs {
  readonly resourceGroup: pulumi.Output<string>;
  readonly server: dbforpostgresql.Server;
  /** What changes the server beside them, and comes first. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * Sets the parameters one after the other: a flexible server refuses a second change while it makes one.
 *
 * @returns the last of them
 */
export function setParameters(
  child: (role: string) => string,
  { after, resourceGroup, server }: ParametersArgs,
  opts: pulumi.CustomResourceOptions,
): pulumi.Resource | undefined {
  let previous = after.at(-1);
  for (const [configurationName, value] of Object.entries(databaseParameters))
    previous = new dbforpostgresql.Configuration(
      child(configurationName.replaceAll(/[._]/g, "-")),
      {
        resourceGroupName: resourceGroup,
        serverName: server.name,
        configurationName,
        value,
        source: "user-override",
      },
      { ...opts, ...(previous && { dependsOn: [previous] }) },
    );
  return previous;
}
