import type { Severity } from "./alerts";

/** Something that is told about once, each time it happens, because it is no value over time. */
export interface Event {
  readonly id: "crash" | "failedDeployment" | "failedJob" | "failedDump" | "threat" | "posture";
  readonly severity: Severity;
  readonly summary: string;
  /** Heading of the runbook page that says what to do. */
  readonly runbook: string;
}

export const events: Readonly<Record<Event["id"], Event>> = {
  crash: {
    id: "crash",
    severity: "warning",
    summary: "A replica ended by itself",
    runbook: "missing-replicas",
  },
  failedDeployment: {
    id: "failedDeployment",
    severity: "critical",
    summary: "A deployment did not become healthy and was rolled back",
    runbook: "failed-deployment",
  },
  failedJob: {
    id: "failedJob",
    severity: "critical",
    summary: "A backup, copy or restore job failed",
    runbook: "failed-backup",
  },
  failedDump: {
    id: "failedDump",
    severity: "critical",
    summary: "A logical dump failed",
    runbook: "failed-dump",
  },
  threat: {
    id: "threat",
    severity: "critical",
    summary: "Threat detection found something",
    runbook: "threat",
  },
  posture: {
    id: "posture",
    severity: "warning",
    summary: "A security control fails",
    runbook: "posture",
  },
};
