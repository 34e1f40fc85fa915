import type { ImageSource } from "../components/specification";

/** The platform's own logical dump job: the default of staging and prod, and what `backup.dump: true` means. */
export const dumpJob: ImageSource = { build: { context: ".", dockerfile: "workloads/backup/Dockerfile" } };
