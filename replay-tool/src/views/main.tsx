import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app.js";

const place = document.getElementById("root");
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
