// In Node, as Next renders on the server.
import { renderToString } from "react-dom/server";
import { useAsupersyncTask } from "@asupersync/react";
import { describe, expect, it, vi } from "vitest";
import { createClientRuntime, ServerRuntimeError, withAsupersyncClientBoundary } from "./index.js";

const body = vi.fn(() => 1);
function Search({ label }: { label: string }) {
  const { status } = useAsupersyncTask(body, { deps: [] });
  return <p>{`${label} ${status}`}</p>;
}

describe("on the server", () => {
  it("a runtime is a typed error that names what asked for it", async () => {
    const error = await createClientRuntime({ boundary: "SearchBox" }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(ServerRuntimeError);
    expect(error).toMatchObject({ code: "server-runtime", boundary: "SearchBox" });
    expect((error as Error).message).toContain("withAsupersyncClientBoundary");
  });

  it("without a name it is the function that is named", async () => {
    await expect(createClientRuntime()).rejects.toThrow(/^createClientRuntime\(\) asked/);
  });

  it("a boundary renders its component with idle hooks", () => {
    const Wrapped = withAsupersyncClientBoundary(Search);
    expect(renderToString(<Wrapped label="names" />)).toBe("<p>names idle</p>");
    expect(body).not.toHaveBeenCalled();
  });

  it("a boundary with a fallback renders that", () => {
    const Wrapped = withAsupersyncClientBoundary(Search, { fallback: <b>soon</b> });
    expect(renderToString(<Wrapped label="names" />)).toBe("<b>soon</b>");
  });
});
