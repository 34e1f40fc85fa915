import type { AuditArgs } from "../../../components/audit";
import type { BackupArgs } from "../../../components/backup";
import type { CacheArgs } from "../../../components/cache";
import type { DatabaseArgs } from "../../../components/database";
import { AwsAudit } from "../../../providers/aws/audit";
import { AwsBackup } from "../../../providers/aws/backup";
import { AwsCache } from "../../../providers/aws/cache";
import { AwsCluster } from "../../../providers/aws/cluster";
import type { AwsComponents } from "../../../providers/aws/components";
import { dumpOnFargate } from "../../../providers/aws/dump";
import { AwsDatabase } from "../../../providers/aws/database";
import { type Recording } from "../mocks";
import { ecrImage, key, network, telemetry } from "./fixture";

/** Components that hold data, as production asks for them, to be put under test. Each is made inside `record`. */

const shared = () => {
  const logsKey = key("logs");
  return {
    network: network({ key: logsKey, zones: 2, egress: "single" }),
    key: key("data"),
    logsKey,
    logRetentionDays: 365,
  };
};

const databaseArgs = {
  size: "medium",
  version: "17",
  storage: 100,
  maximumStorage: 500,
  highAvailability: true,
  retentionDays: 35,
  protection: true,
  secretGeneration: "1",
} as const;

export const database = (args: Partial<DatabaseArgs<AwsComponents>> = {}) =>
  new AwsDatabase("database", { ...shared(), ...databaseArgs, ...args }, {});

export const cache = (args: Partial<CacheArgs<AwsComponents>> = {}) =>
  new AwsCache(
    "cache",
    {
      ...shared(),
      size: "medium",
      highAvailability: true,
      protection: true,
      secretGeneration: "1",
      ...args,
    },
    {},
  );

export const backup = (args: Partial<BackupArgs<AwsComponents>> = {}) => {
  const common = shared();
  const whole = {
    ...common,
    database: new AwsDatabase("database", { ...common, ...databaseArgs }, {}),
    cluster: new AwsCluster("cluster", common, {}),
    telemetry: telemetry(common.logsKey),
    retentionDays: 35,
    recoveryRegion: "eu-central-1",
    lock: true,
    protection: true,
    dumpImage: ecrImage,
    ...args,
  };
  return new AwsBackup("backup", { ...whole, makeDump: dumpOnFargate(whole) }, {});
};

export const audit = (args: Partial<AuditArgs<AwsComponents>> = {}) => {
  const logsKey = key("logs");
  return new AwsAudit(
    "audit",
    {
      key: logsKey,
      telemetry: telemetry(logsKey),
      trail: true,
      retentionDays: 400,
      threatDetection: true,
      posture: true,
      protection: true,
      monthlyBudget: 1500,
      budgetEmail: "owner@example.com",
      ...args,
    },
    {},
  );
};

/** `NAME.input` of everything that was registered with the text in plain sight. */
export function inPlainSight(recording: Recording, text: string): string[] {
  return recording.registrations.flatMap(({ inputs, name, secretInputs }) =>
    Object.entries(inputs)
      .filter(([input, value]) => !secretInputs.includes(input) && JSON.stringify(value).includes(text))
      .map(([input]) => `${name}.${input}`),
  );
}
