interface Failure {
  readonly message: string;
  readonly name?: string;
  readonly code?: string;
}

// In the words of somebody who wanted to search; the error's own words follow below.
const sentences: Readonly<Record<string, string>> = {
  timeout: "The server does not answer.",
  network: "The server cannot be reached.",
  body: "The connection broke in the middle of the answer.",
  server: "The server could not search.",
  "malformed-answer": "The server sent something that is no answer.",
};

/** What went wrong, in words first and exactly second. */
export function FailureNote({ failure, onRetry }: { failure: Failure; onRetry?: () => void }) {
  const { name, code, message } = failure;
  return (
    <div className="failure" role="alert" data-code={code ?? ""}>
      <p>{(code && sentences[code]) ?? "The search failed."}</p>
      <p className="failure-detail">
        <code>{[name, code && `(${code})`].filter(Boolean).join(" ") || "Error"}</code> {message}
      </p>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Search again
        </button>
      )}
    </div>
  );
}
