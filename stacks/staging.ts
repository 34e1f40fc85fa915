import { dumpJob } from "./dump-job";
import type { Profile } from "./profile";
import { serviceDefaults } from "./service-defaults";

/**
 * Prod in small: the same shape (zonal egress, firewall, audit trail, dump, recovery copy), so that what would break
 * prod breaks here first, with smaller sizes, no standbys and nothing that refuses its deletion. Threat detection and
 * posture checks are for a whole account and region; prod has them on.
 */
export const staging: Profile = {
  protection: false,
  webApplicationFirewall: true,
  network: { cidr: "10.0.0.0/16", zones: 2, egress: "zonal" },
  service: {
    ...serviceDefaults,
    scaling: { min: 2, max: 4, cpu: 70, memory: 80, requestsPerReplica: 1000 },
    interruptible: false,
  },
  database: {
    size: "small",
    version: "17",
    storage: 20,
    maximumStorage: 100,
    highAvailability: false,
    retentionDays: 14,
  },
  cache: { size: "micro", highAvailability: false },
  logs: { retentionDays: 30, traceSampling: 0.2 },
  backup: {
    retentionDays: 14,
    lock: false,
    dump: { image: dumpJob },
  },
  audit: { trail: true, retentionDays: 90, threatDetection: false, posture: false },
  budget: 500,
};
