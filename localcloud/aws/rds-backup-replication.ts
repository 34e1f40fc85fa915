import { refuse, text } from "../reading";
import type { ResourceRules } from "../rules";
import { arn } from "./account";
import { key } from "./key-use";
import { types } from "./types";

/** Automated backups of an instance, replicated into another region. */
export const databaseBackupReplications: readonly ResourceRules[] = [
  {
    type: "aws:rds/instanceAutomatedBackupsReplication:InstanceAutomatedBackupsReplication",
    id: arn("rds", "auto-backup:ab-{hex:26}"),
    defaults: { retentionPeriod: 7 },
    references: [
      {
        path: "sourceDbInstanceArn",
        to: types.databaseInstance,
        by: "arn",
        anyRegion: true,
        blocksDeletion: false,
      },
    ],
    immutable: ["sourceDbInstanceArn", "kmsKeyId", "retentionPeriod"],
    limits: [{ path: "retentionPeriod", minimum: 1, maximum: 35 }],
    uniqueBy: [["sourceDbInstanceArn"]],
    check: [
      key("kmsKeyId"),
      (inputs, world) => {
        const source = text(inputs["sourceDbInstanceArn"]);
        const database = world
          .all(types.databaseInstance, { anyRegion: true })
          .find(({ outputs }) => outputs["arn"] === source);
        if (database === undefined) return [];
        if (database.region === world.region)
          return refuse(
            "sourceDbInstanceArn",
            "InvalidParameterValue: the source is in this region; automated backups are replicated to another",
          );
        if (database.inputs["backupRetentionPeriod"] === 0)
          return refuse(
            "sourceDbInstanceArn",
            "InvalidDBInstanceState: automated backups are not enabled on the source",
          );
        return database.inputs["storageEncrypted"] === true && inputs["kmsKeyId"] === undefined
          ? refuse("kmsKeyId", "InvalidParameterCombination: an encrypted source needs a key of this region")
          : [];
      },
    ],
    seconds: { create: 300, delete: 60 },
  },
];
