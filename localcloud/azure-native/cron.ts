const field = String.raw`(\*|\d+(-\d+)?)(\/\d+)?(,(\*|\d+(-\d+)?)(\/\d+)?)*`;

/** A schedule of five fields, as Azure takes it: minute, hour, day, month, day of the week; all in UTC. */
export const cron = new RegExp(`^${Array.from({ length: 5 }, () => field).join(String.raw`\s+`)}$`);
