/** One measured number, and a table of them. Benchmarks print and assert nothing: see PERF.md for what is aimed at. */
export type Row = {
  readonly name: string
  readonly value: number
  readonly unit: string
  /** The same thing done by a peer, where it was measured. */
  readonly baseline?: number
  /** value / baseline; computed when absent. */
  readonly ratio?: number
  /** What PERF.md promises: with "<=" lower is better, with ">=" higher. */
  readonly target?: `${"<=" | ">="} ${number}`
}

/** The value in the middle, which a busy machine disturbs least. */
export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN

/** Median milliseconds of `run`, after some rounds to warm up. */
export const measure = async (rounds: number, run: () => unknown): Promise<number> => {
  for (let i = 0; i < Math.ceil(rounds / 10); i++) await run()
  const times: number[] = []
  for (let i = 0; i < rounds; i++) {
    const start = performance.now()
    await run()
    times.push(performance.now() - start)
  }
  return median(times)
}

const met = ({ value, target }: Row): string => {
  if (target === undefined) return ""
  const [sign, limit] = target.split(" ")
  return `${target} ${(sign === "<=" ? value <= Number(limit) : value >= Number(limit)) ? "met" : "MISSED"}`
}

const digits = (n: number): string => n.toFixed(n < 10 ? 2 : n < 100 ? 1 : 0)

/** A table of name, ours, baseline, ratio and target. */
export const formatRows = (rows: readonly Row[]): string => {
  const table = [
    ["", "ours", "baseline", "ratio", "target"],
    ...rows.map(row => {
      const ratio = row.ratio ?? (row.baseline === undefined ? undefined : row.value / row.baseline)
      return [
        row.name,
        `${digits(row.value)} ${row.unit}`,
        row.baseline === undefined ? "" : digits(row.baseline),
        ratio === undefined ? "" : digits(ratio),
        met(row),
      ]
    }),
  ]
  const widths = table.reduce<readonly number[]>((w, line) => line.map((c, i) => Math.max(w[i] ?? 0, c.length)), [])
  return table
    .map(line =>
      line
        .map((c, i) => (i === 0 || i === 4 ? c.padEnd(widths[i] ?? 0) : c.padStart(widths[i] ?? 0)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n")
}

export const printRows = (title: string, rows: readonly Row[]): void => console.log(`${title}\n${formatRows(rows)}\n`)
