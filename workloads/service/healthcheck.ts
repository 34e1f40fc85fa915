import { request } from "node:http";

/**
 * The image's health check: exit code 0 when the service in this container says that it lives. A program of its own,
 * because the image has no shell and no curl.
 */
const check = request(
  { host: "127.0.0.1", port: Number(process.env.PORT ?? 8000), path: "/health", timeout: 5000 },
  (response) => {
    process.exit(response.statusCode === 200 ? 0 : 1);
  },
);
check.on("timeout", () => {
  process.exit(1);
});
check.on("error", () => {
  process.exit(1);
});
check.end();
