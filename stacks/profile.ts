import type {
  AuditSpecification,
  BackupSpecification,
  CacheSpecification,
  DatabaseSpecification,
  Environment,
  NetworkSpecification,
  ServiceSpecification,
  TelemetrySpecification,
} from "../components/specification";
import { dev } from "./dev";
import { prod } from "./prod";
import { staging } from "./staging";

type ServiceDefaults = Pick<
  ServiceSpecification,
  | "port"
  | "public"
  | "path"
  | "cpu"
  | "memory"
  | "scaling"
  | "probes"
  | "database"
  | "cache"
  | "interruptible"
>;

/**
 * What an environment is when its stack file says nothing else: plain data, complete, in the words of the stack file
 * (`service` stands for each entry of `services`). A stack file overrides single values.
 */
export interface Profile {
  readonly protection: boolean;
  readonly webApplicationFirewall: boolean;
  readonly network: NetworkSpecification;
  readonly service: ServiceDefaults;
  /** Used when a service asks for a database, or the stack file does. */
  readonly database: Omit<DatabaseSpecification, "restoreFrom">;
  readonly cache: CacheSpecification;
  readonly logs: {
    readonly retentionDays: TelemetrySpecification["logRetentionDays"];
    readonly traceSampling: TelemetrySpecification["traceSampling"];
  };
  readonly backup: BackupSpecification;
  readonly audit: AuditSpecification;
  /** US dollars a month. */
  readonly budget: number;
}

export const profiles: Readonly<Record<Environment, Profile>> = { dev, staging, prod };
