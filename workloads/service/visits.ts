import { z } from "zod";
import type { Cache } from "./cache";
import type { Database } from "./database";
import { HttpError, type Endpoint } from "./endpoint";
import type { Logger } from "../logger";
import { errorCode } from "./readiness";

const page = z.string().min(1).max(200);
const body = z.strictObject({ page });
/** Seconds that a cached count may be old. */
const freshness = 5;

/**
 * The example: counts visits of pages in the database and keeps counts in the cache. `POST /visits` with
 * `{"page": "/start"}` counts one, `GET /visits?page=/start` tells how many.
 */
export function visitEndpoints(database: Database | undefined, cache: Cache | undefined): Endpoint[] {
  let prepared: Promise<void> | undefined;
  const connected = async (): Promise<Database> => {
    if (!database)
      throw new HttpError(503, "no_database", "This service has no database: set DATABASE_URL for it.");
    prepared ??= prepare(database).catch((error: unknown) => {
      prepared = undefined;
      throw error;
    });
    await prepared;
    return database;
  };

  return [
    {
      method: "GET",
      path: "/visits",
      limited: true,
      async handle({ url, log }) {
        const asked = page.safeParse(url.searchParams.get("page"));
        if (!asked.success) throw new HttpError(400, "bad_page", "Give ?page= with 1 to 200 characters.");
        const found = await optional(log, () => cache?.get(`visits:${asked.data}`));
        if (found) return answer(asked.data, Number(found), "hit");
        const [row] = await (
          await connected()
        ).query<{ count: string }>("SELECT count FROM visits WHERE page = $1", [asked.data]);
        const count = row?.count ?? "0";
        await optional(log, () => cache?.set(`visits:${asked.data}`, count, freshness));
        return answer(asked.data, Number(count), "miss");
      },
    },
    {
      method: "POST",
      path: "/visits",
      limited: true,
      async handle(request) {
        const given = body.safeParse(await request.json());
        if (!given.success)
          throw new HttpError(
            400,
            "bad_page",
            'Send {"page": "…"} with 1 to 200 characters and nothing else.',
          );
        const [row] = await (
          await connected()
        ).query<{ count: string }>(
          "INSERT INTO visits (page, count) VALUES ($1, 1) " +
            "ON CONFLICT (page) DO UPDATE SET count = visits.count + 1 RETURNING count",
          [given.data.page],
        );
        await optional(request.log, () => cache?.delete(`visits:${given.data.page}`));
        return { status: 201, body: { page: given.data.page, visits: Number(row?.count) } };
      },
    },
  ];
}

function answer(asked: string, visits: number, cached: "hit" | "miss") {
  return { status: 200, body: { page: asked, visits }, headers: { "x-cache": cached } };
}

/** PostgreSQL's codes for what a second replica meets that creates the same table at the same moment. */
const createdMeanwhile = ["23505", "42P07"];

async function prepare(database: Database): Promise<void> {
  try {
    await database.query(
      "CREATE TABLE IF NOT EXISTS visits (page text PRIMARY KEY, count bigint NOT NULL DEFAULT 0)",
    );
  } catch (error) {
    if (!createdMeanwhile.includes(errorCode(error))) throw error;
  }
}

/** The cache only saves work: without it the answer is the same. */
async function optional<T>(log: Logger, work: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    log.warn({ err: error }, "the cache was not used");
    return undefined;
  }
}
