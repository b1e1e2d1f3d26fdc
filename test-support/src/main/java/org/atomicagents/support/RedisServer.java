package org.atomicagents.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Redis server in a temporary folder, with the program that is installed on the machine.
 *
 * <p>It writes nothing to disk unless options say so: it is empty after each start. Not
 * thread-safe.
 */
public final class RedisServer implements AutoCloseable {
  private static final Path PROGRAM = Path.of("/usr/bin/redis-server");
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_STARTS = 5;

  private final Path folder;
  private final List<String> options;
  private int port;
  private @Nullable Process process;

  private RedisServer(Path folder, List<String> options) {
    this.folder = folder;
    this.options = options;
  }

  /**
   * Returns a new server that accepts connections; skips the test where Redis is not installed.
   *
   * @param options options of the server, as in {@code "--requirepass", "secret"}
   */
  public static RedisServer start(String... options) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(PROGRAM), "Redis is not installed: there is no " + PROGRAM);
    var server = new RedisServer(Files.createTempDirectory("atomic-redis"), List.of(options));
    server.startOnFreePort();
    return server;
  }

  // Another process may take the port between its choice and the start of the server, which then
  // ends at once.
  private void startOnFreePort() throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      port = freePort();
      try {
        startAgain();
        return;
      } catch (IOException e) {
        if (attempt == MAX_STARTS || process == null || process.isAlive()) {
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

  /** Returns the port on the local host. */
  public int port() {
    return port;
  }

  /** Returns the address, without a password. */
  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Starts the server after it was stopped, on the same port. */
  public void startAgain() throws IOException, InterruptedException {
    var command =
        new ArrayList<>(
            List.of(
                PROGRAM.toString(),
                "--port",
                Integer.toString(port),
                "--bind",
                "127.0.0.1",
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                "200mb",
                "--maxmemory-policy",
                "noeviction"));
    command.addAll(options);
    long logLength = log().length();
    process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log()))
            .start();
    awaitResponse(logLength);
  }

  private File log() {
    return folder.resolve("server.log").toFile();
  }

  // The error of a server that requires a password is a response, too. A response alone may be that
  // of another server, which has taken the port.
  private void awaitResponse(long logLength) throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!acceptsConnections(logLength) || !responds()) {
      if (!process().isAlive() || System.nanoTime() - end > 0) {
        throw new IOException("Redis did not start: " + Files.readString(log().toPath()));
      }
      Thread.sleep(5);
    }
  }

  private boolean acceptsConnections(long logLength) throws IOException {
    byte[] log = Files.readAllBytes(log().toPath());
    return new String(log, (int) logLength, log.length - (int) logLength, StandardCharsets.UTF_8)
        .contains("Ready to accept connections");
  }

  private boolean responds() {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      int first = socket.getInputStream().read();
      return first == '+' || first == '-';
    } catch (IOException e) {
      // Not listening yet.
      return false;
    }
  }

  /** Stops the server in an orderly way. */
  public void stop() throws IOException, InterruptedException {
    process().destroy();
    awaitEnd();
  }

  /** Kills the server, as in a crash. */
  public void kill() throws IOException, InterruptedException {
    process().destroyForcibly();
    awaitEnd();
  }

  /** Lets the server hang: it accepts connections and commands, but executes none. */
  public void suspend() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Continues after {@link #suspend}. */
  public void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    long pid = process().pid();
    int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
    if (status != 0) {
      throw new IOException("kill -" + name + " " + pid + " ended with status " + status);
    }
  }

  private void awaitEnd() throws IOException, InterruptedException {
    if (!process().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("Redis did not end");
    }
  }

  private Process process() {
    if (process == null) {
      throw new IllegalStateException("The server was not started");
    }
    return process;
  }

  /** Kills the server and deletes its folder. */
  @Override
  public void close() throws IOException {
    try {
      kill();
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
