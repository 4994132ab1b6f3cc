import { Activity, Phase } from "../model/lanes.js";
import { shapeOf } from "./lane-marks.js";

const entries: readonly (readonly [name: string, segment: number])[] = [
  ["run", Activity.Running],
  ["queued", Activity.Queued],
  ["wait", Activity.Waiting],
  ["cancel requested", Activity.Waiting | (Phase.Requested << 3)],
  ["draining", Activity.Waiting | (Phase.Draining << 3)],
  ["finalizing", Activity.Waiting | (Phase.Finalizing << 3)],
];

/** What the marks of the timeline mean, drawn by the same rules. */
export function Legend() {
  return (
    <div className="legend" aria-hidden="true">
      {entries.map(([name, segment]) => {
        const { height, colour, isHatched } = shapeOf(segment, 2);
        const tall = Math.max(2, height * 16);
        return (
          <span key={name}>
            <svg width="18" height="16">
              <rect
                y={(16 - tall) / 2}
                width="18"
                height={tall}
                fill={`var(--${colour})`}
                opacity={isHatched ? 0.45 : 1}
              />
              {isHatched &&
                [2, 8, 14].map((x) => (
                  <path
                    key={x}
                    d={`M${x - 2} ${8 + tall / 2}l4 ${-tall}`}
                    stroke={`var(--${colour})`}
                    strokeWidth="2"
                  />
                ))}
            </svg>
            {name}
          </span>
        );
      })}
    </div>
  );
}
