import { Pool, type QueryResultRow } from "pg";
import { parse, toClientConfig } from "pg-connection-string";
import type { PlainSettings } from "../../stacks/settings";
import { within } from "./deadline";
import type { Logger } from "../logger";
import type { Dependency } from "./readiness";
import { traced } from "./tracing";

/** Seconds to wait for a connection: less than a probe's timeout, so that it can still say what is wrong. */
const connectSeconds = 2;
/** Seconds that an answer counts as a sign of life while every connection is taken. */
const recentSeconds = 5;

/** The service's PostgreSQL database. */
export class Database implements Dependency {
  readonly name = "database";
  private readonly pool: Pool;
  private answeredAt = 0;

  /**
   * @param url `postgresql://…`, read as libpq reads it: `sslmode=require` encrypts, `verify-full` with `sslrootcert`
   *   also proves who answers
   */
  constructor(url: string, service: string, settings: PlainSettings, log: Logger) {
    this.pool = new Pool({
      ...toClientConfig(parse(url, { useLibpqCompat: true })),
      application_name: service,
      min: settings.databasePoolSize,
      max: settings.databasePoolSize + settings.databaseMaxOverflow,
      connectionTimeoutMillis: connectSeconds * 1000,
      statement_timeout: settings.requestTimeout * 1000,
    });
    // Without a listener, a connection that breaks while idle would end the process.
    this.pool.on("error", (error) => {
      log.warn({ err: error }, "a database connection broke");
    });
  }

  /** Runs one statement. @throws the database's error, with its SQLSTATE as `code`. */
  async query<Row extends QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const result = await traced(
      "database query",
      { "db.system.name": "postgresql", "db.query.text": text },
      () => this.pool.query<Row>(text, [...values]),
    );
    this.answeredAt = Date.now();
    return result.rows;
  }

  /** A pool that is busy but answers is overload, which other replicas have too: not a reason to leave the balancer. */
  async check(): Promise<void> {
    const recent = Date.now() - this.answeredAt < recentSeconds * 1000;
    if (this.pool.waitingCount > 0 && recent) return;
    await within(connectSeconds, this.pool.query("SELECT 1"));
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
