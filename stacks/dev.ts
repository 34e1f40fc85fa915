import type { Profile } from "./profile";
import { serviceDefaults } from "./service-defaults";

/** Cheap, quick to throw away: one NAT gateway, interruptible capacity, the smallest sizes, a week of everything. */
export const dev: Profile = {
  protection: false,
  webApplicationFirewall: false,
  network: { cidr: "10.0.0.0/16", zones: 2, egress: "single" },
  service: {
    ...serviceDefaults,
    scaling: { min: 1, max: 3, cpu: 70, memory: 80, requestsPerReplica: 1000 },
    interruptible: true,
  },
  database: {
    size: "micro",
    version: "17",
    storage: 20,
    maximumStorage: 50,
    highAvailability: false,
    retentionDays: 7,
  },
  cache: { size: "micro", highAvailability: false },
  logs: { retentionDays: 7, traceSampling: 1 },
  backup: { retentionDays: 7, lock: false },
  audit: { trail: false, retentionDays: 90, threatDetection: false, posture: false },
  budget: 150,
};
