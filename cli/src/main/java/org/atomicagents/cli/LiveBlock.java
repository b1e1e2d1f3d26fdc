package org.atomicagents.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The last lines of a terminal, which are drawn anew as they change.
 *
 * <p>The cursor stands below them. A terminal that becomes narrower breaks their lines itself: what
 * they take up then is counted, and drawn over. What came out of sight at its top could not be: so
 * a long block grows on the terminal's other screen, which keeps nothing, where the end of it is
 * seen; the whole stands on the usual one at the end.
 *
 * <p>Not thread-safe.
 */
final class LiveBlock {
  private static final Pattern PAINT = Pattern.compile("\033\\[[0-9;]*m");
  private static final int USUAL_LINES = 12;
  private static final String OTHER_SCREEN = "\033[?1049h";
  private static final String USUAL_SCREEN = "\033[?1049l";

  private final PrintWriter out;
  private final Window window;
  private List<String> drawn = List.of();
  private Window.Size size;
  private boolean isOnOtherScreen;

  LiveBlock(PrintWriter out, Window window) {
    this.out = out;
    this.window = window;
    this.size = window.size();
  }

  /** Shows these lines, each narrower than the terminal, in the place of those before. */
  void draw(List<String> lines) {
    Window.Size now = window.size();
    int most = Math.min(now.rows() - 1, Math.max(USUAL_LINES, now.rows() / 3));
    if (!isOnOtherScreen && lines.size() > most) {
      erase();
      out.print(OTHER_SCREEN);
      isOnOtherScreen = true;
    }
    if (isOnOtherScreen) {
      fill(lines, now);
    } else {
      drawOver(lines, now);
    }
    out.flush();
  }

  /** Takes the lines away. */
  void erase() {
    if (isOnOtherScreen) {
      out.print(USUAL_SCREEN);
      isOnOtherScreen = false;
    } else if (!drawn.isEmpty()) {
      out.print(up(0, window.size()) + "\033[J");
    }
    drawn = List.of();
    out.flush();
  }

  /** Shows these lines, and leaves them as they are. */
  void end(List<String> lines) {
    if (isOnOtherScreen) {
      erase();
    }
    drawOver(lines, window.size());
    drawn = List.of();
    out.flush();
  }

  private void drawOver(List<String> lines, Window.Size now) {
    int same = now.equals(size) ? same(lines) : 0;
    if (same == lines.size() && same == drawn.size()) {
      return;
    }
    var text = new StringBuilder(up(same, now));
    if (!now.equals(size)) {
      text.append("\033[J");
    }
    for (String line : lines.subList(same, lines.size())) {
      text.append(line).append("\033[K\n");
    }
    out.print(text.append("\033[J"));
    drawn = List.copyOf(lines);
    size = now;
  }

  private void fill(List<String> lines, Window.Size now) {
    List<String> seen = lines.subList(Math.max(0, lines.size() - now.rows() + 1), lines.size());
    if (seen.equals(drawn) && now.equals(size)) {
      return;
    }
    var text = new StringBuilder("\033[H");
    seen.forEach(line -> text.append(line).append("\033[K\n"));
    out.print(text.append("\033[J"));
    drawn = List.copyOf(seen);
    size = now;
  }

  private int same(List<String> lines) {
    int count = 0;
    while (count < Math.min(lines.size(), drawn.size())
        && lines.get(count).equals(drawn.get(count))) {
      count++;
    }
    return count;
  }

  /** Leads from below to the line with this index. */
  private String up(int index, Window.Size now) {
    int rows = 0;
    for (String line : drawn.subList(index, drawn.size())) {
      rows += Math.max(1, Math.ceilDiv(width(line), now.columns()));
    }
    return rows == 0 ? "\r" : "\r\033[" + rows + "A";
  }

  private static int width(String line) {
    return Wrap.width(PAINT.matcher(line).replaceAll(""));
  }
}
