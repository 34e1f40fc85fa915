/**
 * Days for which a Log Analytics workspace keeps logs ready for queries: what is asked for, within the 30 to 730 of its
 * pricing tier (documentation: "Manage data retention in a Log Analytics workspace").
 */
export function workspaceRetention(days: number): number {
  return Math.min(Math.max(days, 30), 730);
}
