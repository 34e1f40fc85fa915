import type { Profile } from "./profile";

/** What a service is in every environment, unless the stack file says otherwise; profiles add how many run, and on what. */
export const serviceDefaults: Omit<Profile["service"], "scaling" | "interruptible"> = {
  port: 8000,
  public: false,
  path: "/*",
  cpu: 0.5,
  memory: 512,
  probes: { liveness: "/health", readiness: "/ready", grace: 30, client: "node" },
  database: false,
  cache: false,
};
