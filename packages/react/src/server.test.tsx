// In Node, where there is no document: everything renders, and nothing starts.
import { renderToString } from "react-dom/server";
import { expect, it, vi } from "vitest";
import { AsupersyncProvider, useAsupersyncRuntime, useAsupersyncScope } from "./index.js";
import { useAsupersyncTask } from "./index.js";

it("renders on the server without a runtime", () => {
  const body = vi.fn(() => 1);
  function Page() {
    const runtime = useAsupersyncRuntime();
    const scope = useAsupersyncScope();
    const { status, isPending } = useAsupersyncTask(body, { deps: [] });
    return <p>{[String(runtime), String(scope), status, String(isPending)].join(" ")}</p>;
  }
  const html = renderToString(
    <AsupersyncProvider>
      <Page />
    </AsupersyncProvider>,
  );
  expect(html).toBe("<p>undefined undefined idle false</p>");
  expect(body).not.toHaveBeenCalled();
});
