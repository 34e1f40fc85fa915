import pino from "pino";
import type { PlainSettings } from "../stacks/settings";

export type Logger = pino.Logger;

const levels = { DEBUG: "debug", INFO: "info", WARNING: "warn", ERROR: "error", CRITICAL: "fatal" } as const;

export interface LoggerArgs {
  readonly service: string;
  readonly version: string;
  readonly level: PlainSettings["logLevel"];
  readonly format: PlainSettings["logFormat"];
  /** Texts that are replaced by `[secret]` wherever they would appear, whatever put them there. */
  readonly sensitiveTexts: readonly string[];
  /** Takes finished lines; the process's standard output when absent. */
  readonly write?: (line: string) => void;
}

/** A logger of one line a message, JSON or plain text. Errors keep type, message and stack. */
export function createLogger(args: LoggerArgs): Logger {
  const write =
    args.write ??
    ((line: string): void => {
      process.stdout.write(line);
    });
  const shaped = args.format === "json" ? (line: string) => line : asText;
  const conceal = concealer(args.sensitiveTexts);
  return pino(
    {
      level: levels[args.level],
      base: { service: args.service, version: args.version },
      messageKey: "message",
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write: (line: string) => {
        write(conceal(shaped(line)));
      },
    },
  );
}

/** Shorter texts appear everywhere by chance; hiding them would break the lines and protect nothing. */
const shortestSecret = 4;

/** Replaces each of the texts, also in the form that it has inside a JSON string. The longest goes first. */
export function concealer(texts: readonly string[]): (line: string) => string {
  const forms = [...new Set(texts.flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]))]
    .filter((text) => text.length >= shortestSecret)
    .sort((a, b) => b.length - a.length);
  return (line) => forms.reduce((rest, text) => rest.replaceAll(text, "[secret]"), line);
}

function asText(line: string): string {
  const { time, level, message, ...rest } = JSON.parse(line) as Record<string, unknown>;
  const details = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `${[time, String(level).toUpperCase(), message, ...details].join(" ")}\n`;
}
