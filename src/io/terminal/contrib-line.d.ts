// The one widget taken from blessed-contrib 4.11.0, whose own types do not compile strictly.
declare module 'blessed-contrib/lib/widget/charts/line.js' {
  import type blessed from 'blessed';

  interface ChartLine extends blessed.Widgets.BoxElement {
    canvasSize: { width: number; height: number };
    calcSize(): void;
    setData(
      lines: readonly {
        title: string;
        x: readonly string[];
        y: readonly number[];
        style: { line: number | string };
      }[],
    ): void;
  }
  interface ChartLineOptions {
    left: number;
    top: number;
    width: number;
    height: number;
    maxY: number;
    numYLabels: number;
    wholeNumbersOnly: boolean;
    showLegend: boolean;
    xPadding: number;
    xLabelPadding: number;
    style: { text: number | string; baseline: number | string };
  }
  const line: (options: ChartLineOptions) => ChartLine;
  export = line;
}
