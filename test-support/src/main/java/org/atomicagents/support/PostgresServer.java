package org.atomicagents.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * A PostgreSQL server in a temporary folder, with the programs that are installed on the machine.
 *
 * <p>The server refuses to run as root; the user {@code postgres} of the distribution runs it then.
 * Not thread-safe.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";
  private static final int MAX_STARTS = 5;

  private final Path programs;
  private final Path folder;
  private final boolean isRoot;
  private int port;
  private boolean isRunning;

  private PostgresServer(Path programs, Path folder, boolean isRoot) {
    this.programs = programs;
    this.folder = folder;
    this.isRoot = isRoot;
  }

  /** Returns a new server that accepts connections; skips the test where there is none. */
  public static PostgresServer start() throws IOException, InterruptedException {
    Path programs = findPrograms();
    if (programs == null) {
      throw new TestAbortedException("PostgreSQL is not installed in " + INSTALLED);
    }
    boolean isRoot = "root".equals(System.getProperty("user.name"));
    Path folder = Files.createTempDirectory("atomic-postgres");
    if (isRoot) {
      assumeTrue(
          run(List.of("chown", USER, folder.toString())) == 0,
          "PostgreSQL does not run as root, and there is no user " + USER);
    }
    var server = new PostgresServer(programs, folder, isRoot);
    server.require(
        "initdb", "-D", server.data(), "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C");
    server.startOnFreePort();
    return server;
  }

  private static @Nullable Path findPrograms() throws IOException {
    if (!Files.isDirectory(INSTALLED)) {
      return null;
    }
    try (Stream<Path> versions = Files.list(INSTALLED)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Comparator.naturalOrder())
          .orElse(null);
    }
  }

  // Another process may take the port between its choice and the start of the server.
  private void startOnFreePort() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        startAgain();
        return;
      } catch (IOException e) {
        if (attempt == MAX_STARTS) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Starts the server after it was stopped, on the same port. */
  public void startAgain() throws IOException, InterruptedException {
    require(
        "pg_ctl",
        "-D",
        data(),
        "-w",
        "-l",
        folder.resolve("server.log").toString(),
        "-o",
        "-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories=%s".formatted(port, folder),
        "start");
    isRunning = true;
  }

  /** Stops the server at once, as in a crash. */
  public void crash() throws IOException, InterruptedException {
    require("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
    isRunning = false;
  }

  /** Stops the server at once, as in a crash, and starts it again on the same port. */
  public void restart() throws IOException, InterruptedException {
    crash();
    startAgain();
  }

  /** Returns the port of the server on the loopback address. */
  public int port() {
    return port;
  }

  /** Returns the name of the user, who has no password and may do everything. */
  public String user() {
    return USER;
  }

  /** Returns the JDBC URL of the database {@code postgres}, with the user. */
  public String jdbcUrl() {
    return jdbcUrl(USER);
  }

  /** Returns the JDBC URL of a database, with the user. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s?user=%s".formatted(port, database, USER);
  }

  /** Returns a data source of connections to a schema of the database {@code postgres}. */
  public DataSource dataSource(String schema) {
    return new DriverDataSource(jdbcUrl() + "&currentSchema=" + schema);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void require(String program, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    if (isRoot) {
      command.addAll(List.of("runuser", "-u", USER, "--"));
    }
    command.add(programs.resolve(program).toString());
    command.addAll(List.of(arguments));
    int status = run(command);
    if (status != 0) {
      throw new IOException(command + " ended with status " + status);
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(command + " did not end");
    }
    return process.exitValue();
  }

  /** Stops the server, if it runs, and deletes its folder. */
  @Override
  public void close() throws IOException {
    try {
      if (isRunning) {
        crash();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
