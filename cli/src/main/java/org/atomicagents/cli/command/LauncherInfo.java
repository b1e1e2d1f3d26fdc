package org.atomicagents.cli.command;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * The properties set by the launcher; empty if the program was started without it.
 *
 * @param root the directory of the launcher
 * @param cache the file of the start-up cache; an empty file if it could not be created
 */
record LauncherInfo(Optional<Path> root, Optional<Path> cache) {

  static LauncherInfo system() {
    return new LauncherInfo(path("atomic.launcher"), path("atomic.cache"));
  }

  /** Returns the version of the program; {@code development} if it does not run from its jar. */
  static String version() {
    return Objects.requireNonNullElse(
        LauncherInfo.class.getPackage().getImplementationVersion(), "development");
  }

  private static Optional<Path> path(String property) {
    return Optional.ofNullable(System.getProperty(property)).map(Path::of);
  }
}
