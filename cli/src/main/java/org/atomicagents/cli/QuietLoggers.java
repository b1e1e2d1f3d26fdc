package org.atomicagents.cli;

import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A logger finder that discards the log messages of libraries. */
public final class QuietLoggers extends System.LoggerFinder {

  /** Creates the finder; called by the service loader. */
  public QuietLoggers() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new SilentLogger(name);
  }

  private record SilentLogger(String name) implements System.Logger {
    @Override
    public String getName() {
      return name;
    }

    @Override
    public boolean isLoggable(Level level) {
      return false;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {}

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object @Nullable ... arguments) {}
  }
}
