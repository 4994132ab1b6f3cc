import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
import { AsupersyncProvider } from "@asupersync/react";
import type { RuntimeOptions } from "@asupersync/browser";
import type { Fault } from "./src/answer.js";
import { Naive } from "./src/naive.js";
import { Ours } from "./src/ours.js";
import { pageFacts } from "./src/page-facts.js";
import { SearchBox } from "./src/search-box.js";
import { useServerCounts } from "./src/server-counters.js";
import { FaultChoice, ThemeChoice, ViewChoice, type View } from "./src/settings.js";
import { TraceDownload } from "./src/trace-download.js";
import "./src/style.css";

// Recording costs a few bytes for each step and is what "Download trace" downloads.
const options: RuntimeOptions = { trace: { enabled: true } };

function Page() {
  const [query, setQuery] = useState("");
  const [view, setView] = useState<View>("both");
  const [fault, setFault] = useState<Fault>("none");
  const counts = useServerCounts();
  const words = query.trim();

  return (
    <>
      <header className="page-head">
        <h1>A search box that means it</h1>
        <p>
          {pageFacts.rowCount || "Thousands of"} names from the source of Asupersync, on a server
          that takes 30 to 1,400 ms for an answer. Type fast. Both sides send the same queries and
          meet the same delays.
        </p>
        <SearchBox query={query} onChange={setQuery} />
        <div className="settings">
          <ViewChoice view={view} onChange={setView} />
          <FaultChoice fault={fault} onChange={setFault} />
          <ThemeChoice />
        </div>
      </header>
      <main className="panes" data-view={view}>
        {view !== "naive" && <Ours query={words} fault={fault} counts={counts} />}
        {view !== "ours" && (
          <Naive query={words} fault={fault} counts={counts} isAnnounced={view === "naive"} />
        )}
      </main>
      <footer>
        <TraceDownload />
      </footer>
    </>
  );
}

function App() {
  const [failure, setFailure] = useState<unknown>();
  return (
    <AsupersyncProvider options={options} onError={setFailure}>
      {failure !== undefined && (
        <p className="banner" role="alert">
          The runtime did not start, so the left side cannot search. {String(failure)}
        </p>
      )}
      <Page />
    </AsupersyncProvider>
  );
}

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
