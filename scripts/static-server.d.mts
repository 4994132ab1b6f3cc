/** Serves `folder` on a loopback address; `port` 0, the default, is any free one. */
export function start(options: {
  folder: string;
  port?: number;
  host?: string;
}): Promise<{ url: string; close(): Promise<void> }>;
