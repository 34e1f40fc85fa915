import { dumpJob } from "./dump-job";
import type { Profile } from "./profile";
import { serviceDefaults } from "./service-defaults";

/** Highly available and protected: no single zone, node or NAT gateway whose loss stops a service. */
export const prod: Profile = {
  protection: true,
  webApplicationFirewall: true,
  network: { cidr: "10.0.0.0/16", zones: 3, egress: "zonal" },
  service: {
    ...serviceDefaults,
    scaling: { min: 3, max: 12, cpu: 60, memory: 75, requestsPerReplica: 1000 },
    interruptible: false,
  },
  database: {
    size: "medium",
    version: "17",
    storage: 100,
    maximumStorage: 500,
    highAvailability: true,
    retentionDays: 35,
  },
  cache: { size: "small", highAvailability: true },
  // CKV_AWS_338 asks for a year of logs.
  logs: { retentionDays: 365, traceSampling: 0.05 },
  backup: {
    retentionDays: 35,
    lock: true,
    dump: { image: dumpJob },
  },
  audit: { trail: true, retentionDays: 365, threatDetection: true, posture: true },
  budget: 2000,
};
