/** Where the tools tell what they are doing. */
export interface Progress {
  /** A fact, on a line of its own. */
  say(line: string): void;
  /** What goes on at the moment. The next one may replace it; an empty one takes it away. */
  status(text: string): void;
}

/** The part of a terminal or file that progress is written to. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Seconds between two status lines in a log, where nothing can be replaced: enough to see that it lives. */
const logInterval = 15;

/**
 * Progress on a terminal (one line that is rewritten) or in a log (a line every 15 s).
 *
 * @param now milliseconds, for tests
 */
export function screenProgress(screen: Screen, now: () => number = Date.now): Progress {
  let shown = "";
  let next = 0;
  if (screen.isTTY !== true)
    return {
      say: (line) => void screen.write(`${line}\n`),
      status: (text) => {
        if (text === "" || now() < next) return;
        next = now() + logInterval * 1000;
        screen.write(`${text}\n`);
      },
    };
  const clear = "\r\u001b[2K";
  return {
    say: (line) => {
      screen.write(`${shown === "" ? "" : clear}${line}\n`);
      shown = "";
    },
    status: (text) => {
      const { columns = 0 } = screen;
      const room = (columns > 0 ? columns : 80) - 1; // Some terminals do not know their size.
      const fitted = text.length > room ? `${text.slice(0, room - 1)}…` : text;
      if (fitted === shown) return;
      screen.write(`${clear}${fitted}`);
      shown = fitted;
    },
  };
}

/** Progress for a caller that takes whole lines; passing states are dropped. */
export function lineProgress(line: (text: string) => void): Progress {
  return { say: line, status: () => undefined };
}

/** `1:05` */
export function minutes(milliseconds: number): string {
  const seconds = Math.floor(milliseconds / 1000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, "0")}`;
}
