import { z } from "zod";

/** Any value of JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** For parts of a text that was parsed as JSON: they can be nothing else. */
export const json = z.custom<Json>();

/** The value of a text in JSON; undefined for a text that is none. */
export function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

export function isMap(value: Json | undefined): value is Record<string, Json> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
