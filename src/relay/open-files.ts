/** What the limit of open files (`ulimit -n`) leaves room for: each listening port is one, and each connection. */

export type Room = { ports: number; clients: number };

/**
 * How many of `wanted` ports may be bound, and how many clients served besides, so that store, HTTP and next hop can
 * still open what they need. Of clients rather few than none: where both do not fit, ports are left out.
 */
export const planOpenFiles = (limit: number, wanted: number): Room => {
  const shared = Math.max(0, limit - OWN);
  const ports = Math.min(wanted, Math.max(1, shared - FEWEST_CLIENTS));
  return { ports, clients: Math.max(1, shared - ports) };
};

/** What the process itself may open, as the system's report tells it: Node raises the soft limit to the hard one. */
export const openFileLimit = (): number => {
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  // Else it asks for the name of each address.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as { userLimits?: { open_files?: { soft: number | string } } };
  const soft = Number(userLimits?.open_files?.soft);
  return Number.isNaN(soft) ? Infinity : soft;
};

/** Store, HTTP, next hop and files of large messages: 40 at rest. */
const OWN = 100;
const FEWEST_CLIENTS = 100;
