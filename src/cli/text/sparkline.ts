const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const;
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '%', '#'] as const;

/** Values as a row of bars, the highest of `peak` height. Nothing is drawn for 0, so that little and none differ. */
export function sparkline(values: readonly number[], peak: number, isAscii: boolean): string {
  const bars = isAscii ? ASCII_BARS : BARS;
  return values.map((value) => bar(value, peak, bars)).join('');
}

function bar(value: number, peak: number, bars: readonly string[]): string {
  if (value <= 0 || peak <= 0) return ' ';
  return bars[Math.min(bars.length - 1, Math.ceil((value / peak) * bars.length) - 1)] ?? ' ';
}

/** As many values as there is room for: neighbours are added up where there are more. */
export function squeezed(values: readonly number[], room: number): readonly number[] {
  if (values.length <= room) return values;
  const each = Math.ceil(values.length / room);
  const sums: number[] = [];
  for (let at = 0; at < values.length; at += each) sums.push(values.slice(at, at + each).reduce((sum, value) => sum + value, 0));
  return sums;
}
