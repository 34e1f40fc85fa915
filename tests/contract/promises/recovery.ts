import type { Promised } from ".";

export const recoveryPromises: readonly Promised[] = [
  {
    promise: "Backups are kept as long as the stack says",
    part: "recovery",
    broken: ({ evidence: { backups }, specification: { database, backup } }) => {
      if (database === undefined) return [];
      return [
        ...(backups.retentionDays.length === 0 ? ["there is no backup"] : []),
        ...backups.retentionDays
          .filter((days) => !(days >= backup.retentionDays))
          .map((days) => `one is kept ${String(days)} days`),
      ];
    },
  },
  {
    promise: "Backups reach the second region",
    part: "recovery",
    broken: ({ evidence: { backups }, specification: { database, recoveryRegion } }) => {
      if (database === undefined || recoveryRegion === undefined) return [];
      return backups.copies.includes(recoveryRegion) ? [] : [`none reaches ${recoveryRegion}`];
    },
  },
  {
    promise: "Nobody can delete a backup before its time where that is asked for",
    part: "recovery",
    broken: ({ evidence: { backups }, specification: { database, backup } }) =>
      database !== undefined && backup.lock && backups.locked.length === 0
        ? ["no store of them is locked"]
        : [],
  },
  {
    promise: "A logical dump is made every night where asked for, and reaches the second region",
    broken: ({ evidence: { backups }, specification: { database, backup, recoveryRegion } }) => {
      if (database === undefined || backup.dump === undefined) return [];
      if (backups.dumps.length === 0) return ["there is no dump"];
      return recoveryRegion === undefined || backups.dumps.includes(recoveryRegion)
        ? []
        : [`none reaches ${recoveryRegion}`];
    },
  },
  {
    promise: "A backup that fails raises an alert",
    broken: ({ evidence: { backups }, specification: { database } }) =>
      database !== undefined && backups.failureAlerts.length === 0 ? ["nobody is told"] : [],
  },
];
