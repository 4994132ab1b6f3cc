import { createRoot } from "react-dom/client";
import { AsupersyncProvider, useAsupersyncTask } from "@asupersync/react";
import type { Cx } from "@asupersync/browser";

const server = new URLSearchParams(location.search).get("server") ?? "";

async function ask(cx: Cx, path: string): Promise<string> {
  const response = await cx.io.fetch(server + path);
  return response.text();
}

function App() {
  const task = useAsupersyncTask(ask);
  return (
    <>
      <button onClick={() => void task.run("/?quick")}>run</button>
      <button onClick={() => void task.run("/")}>hang</button>
      <button onClick={() => task.cancel("enough")}>cancel</button>
      <output>
        {task.status}
        {task.status === "ok" && `: ${task.value}`}
      </output>
    </>
  );
}

createRoot(document.getElementById("root")!).render(
  <AsupersyncProvider>
    <App />
  </AsupersyncProvider>,
);
