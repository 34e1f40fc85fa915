import type { Signal, Subject } from "./signals";

/** One graph: some signals of one subject over time. */
export interface Panel<S extends Subject = Subject> {
  readonly title: string;
  readonly signals: readonly Signal<S>[];
  readonly unit: "requests a minute" | "milliseconds" | "percent" | "count" | "seconds";
}

type Dashboard = { readonly [S in Exclude<Subject, "uptime" | "backup">]: readonly Panel<S>[] };

/** Graphs by subject, in the order they are read: is it used, is it fast, is it right, is it full? */
export const dashboard: Dashboard = {
  route: [
    { title: "Request rate", signals: ["requests"], unit: "requests a minute" },
    { title: "95th percentile of response time", signals: ["latency"], unit: "milliseconds" },
    { title: "Error rate", signals: ["errors"], unit: "percent" },
    { title: "Requests over the latency objective", signals: ["slow"], unit: "percent" },
  ],
  service: [
    { title: "Saturation", signals: ["cpu", "memory"], unit: "percent" },
    { title: "Replicas", signals: ["runningReplicas", "missingReplicas"], unit: "count" },
  ],
  loadBalancer: [{ title: "Own errors", signals: ["errors", "rejectedConnections"], unit: "count" }],
  database: [
    { title: "Load", signals: ["cpu", "connections"], unit: "percent" },
    { title: "Room left", signals: ["memoryFree", "storageFree"], unit: "percent" },
    { title: "Disk latency", signals: ["readLatency", "writeLatency"], unit: "milliseconds" },
  ],
  cache: [
    { title: "Load", signals: ["cpu", "memory"], unit: "percent" },
    { title: "Evictions and connections", signals: ["evictions", "connections"], unit: "count" },
    { title: "Replication lag", signals: ["replicationLag"], unit: "seconds" },
  ],
};
