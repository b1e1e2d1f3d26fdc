package org.atomicagents.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.utils.Signals;

/** Follows the size of the terminal by the signal that tells of a change. */
final class WindowWatch {
  private static final File TERMINAL = new File("/dev/tty");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,5}) (\\d{1,5})");

  private WindowWatch() {}

  /** Begins, beside whatever else is done: nothing has to wait for it. */
  static void begin(Window window) {
    if (window.size().columns() > 0) {
      Thread.ofPlatform()
          .daemon()
          .name("window-watch")
          .start(() -> Signals.register("WINCH", () -> measure(window)));
    }
  }

  // The launcher asks in the same way.
  private static void measure(Window window) {
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
              new Window.Size(
                  Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(1))));
        }
      }
    } catch (IOException e) {
      // Without a stty the size stays as it was at the start.
    }
  }
}
