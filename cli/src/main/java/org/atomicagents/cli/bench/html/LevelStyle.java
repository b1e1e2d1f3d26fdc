package org.atomicagents.cli.bench.html;

import java.util.Locale;

/** The colours of the levels of concurrency, from green to magenta. */
final class LevelStyle {
  private static final double FIRST_HUE = 190;
  private static final double LAST_HUE = 325;

  private LevelStyle() {}

  /** Returns the class of the level at a position. */
  static String of(int level) {
    return "l" + level;
  }

  /** Returns the style rules of a number of levels. */
  static String rules(int levels) {
    var light = new StringBuilder();
    var dark = new StringBuilder();
    for (int i = 0; i < levels; i++) {
      double hue = levels == 1 ? 222 : FIRST_HUE + (LAST_HUE - FIRST_HUE) * i / (levels - 1);
      light.append(rule(i, hue, 62, 36));
      dark.append(rule(i, hue, 75, 72));
    }
    return light + "@media (prefers-color-scheme: dark) {\n" + dark + "}\n";
  }

  private static String rule(int level, double hue, int saturation, int lightness) {
    return String.format(
        Locale.ROOT,
        "svg .line.l%1$d { stroke: hsl(%2$.0f %3$d%% %4$d%%); }"
            + " svg .dot.l%1$d, svg .end.l%1$d { fill: hsl(%2$.0f %3$d%% %4$d%%); }%n",
        level,
        hue,
        saturation,
        lightness);
  }
}
