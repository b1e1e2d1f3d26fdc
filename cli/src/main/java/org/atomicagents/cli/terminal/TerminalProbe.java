package org.atomicagents.cli.terminal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/**
 * Detects which of the standard streams are a terminal.
 *
 * <p>Java 21 has no API for this. The launcher sets system properties; without it, a shell is run.
 */
public record TerminalProbe(boolean isInput, boolean isErrors, TerminalSize window) {
  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");
  private static final String COLUMNS = "atomic.columns";
  private static final int INPUT = 1;
  private static final int OUTPUT = 2;
  private static final int ERRORS = 4;
  private static final String SCRIPT =
      "n=0; [ -t 0 ] && n=%d; [ -t 1 ] && n=$((n + %d)); [ -t 2 ] && n=$((n + %d)); exit $n"
          .formatted(INPUT, OUTPUT, ERRORS);

  /** Returns the terminal of this process. */
  public static TerminalProbe system() {
    boolean isLaunched =
        System.getProperty("atomic.launcher") != null || System.getProperty(COLUMNS) != null;
    return isLaunched ? ofLauncher() : ofShell();
  }

  private static TerminalProbe ofLauncher() {
    return new TerminalProbe(
        Boolean.getBoolean("atomic.input.terminal"),
        Boolean.getBoolean("atomic.errors.terminal"),
        new TerminalSize(
            Integer.getInteger(COLUMNS, 0),
            Integer.getInteger("atomic.rows", TerminalSize.DEFAULT_ROWS)));
  }

  private static TerminalProbe ofShell() {
    int streams = 0;
    try {
      streams = new ProcessBuilder("sh", "-c", SCRIPT).inheritIO().start().waitFor();
    } catch (IOException e) {
      // Without a shell, no usable terminal is expected.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    var window = TerminalSize.ofColumns((streams & OUTPUT) == 0 ? 0 : TerminalSize.DEFAULT_COLUMNS);
    if ((streams & OUTPUT) != 0) {
      measure(window);
    }
    return new TerminalProbe((streams & INPUT) != 0, (streams & ERRORS) != 0, window);
  }

  /** Updates the size on changes; a thread registers the handler to keep the start fast. */
  public static void watch(TerminalSize window) {
    if (window.size().columns() > 0) {
      Thread.ofPlatform()
          .daemon()
          .name("terminal-size")
          .start(() -> Signals.register("WINCH", () -> measure(window)));
    }
  }

  // The launcher determines the size in the same way.
  private static void measure(TerminalSize window) {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(TERMINAL)
              .redirectError(Redirect.DISCARD)
              .start();
      try (BufferedReader out = process.inputReader(StandardCharsets.US_ASCII)) {
        String line = out.readLine();
        Matcher matcher = SIZE.matcher(line == null ? "" : line);
        if (matcher.matches()) {
          window.resize(
              new TerminalSize.CharacterSize(
                  Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1))));
        }
      }
    } catch (IOException e) {
      // Without stty, the size is not updated.
    }
  }
}
