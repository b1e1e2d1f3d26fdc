package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.LoadProcesses;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.stub.LocalhostCertificate;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Compares the HTTP clients that could be the transport, each with the same work and without our
 * library. Also prints the figures as a table to standard error.
 */
final class HttpClientsBenchmark implements Benchmark {
  private static final List<String> NAMES =
      List.of(LoadClients.OKHTTP, LoadClients.HTTPCLIENT5, LoadClients.HTTPCLIENT5_POOL);
  private static final int WORDS = 20;
  // With more callers, a connection per call spends a minute on TLS handshakes.
  private static final int MAX_POOL_CALLERS = 500;

  /**
   * The protocol of the connections.
   *
   * @param streams the maximum number of streams per connection; 0 for HTTP/1.1
   */
  private record WireProtocol(String label, int streams) {
    static final int LIMIT = 100;
    static final List<WireProtocol> ALL =
        List.of(
            new WireProtocol("HTTP/1.1", 0),
            new WireProtocol("HTTP/2 + TLS", 8_192),
            new WireProtocol("HTTP/2 + TLS, 100 streams", LIMIT));

    static final List<WireProtocol> LIMITED = ALL.subList(2, 3);
    static final List<WireProtocol> EXTREMES = List.of(ALL.getFirst(), ALL.getLast());

    /** Returns whether a connection takes far fewer streams than there are callers. */
    boolean isLimited() {
      return streams == LIMIT;
    }

    boolean isHttp2() {
      return streams > 0;
    }

    StubProcess serve(StubScript script, LocalhostCertificate key) throws IOException {
      return isHttp2() ? StubProcess.start(script, key, streams) : StubProcess.start(script);
    }
  }

  /**
   * The load that is applied to each client.
   *
   * @param forks the number of times that all processes are restarted
   * @param wires the measured protocols
   * @param sequence the number of sequential calls
   * @param callers the number of concurrent calls of each case
   * @param delay the response time of the server for a concurrent call
   * @param warmUps the bursts between the cold one and the two measured ones; 0 also leaves the
   *     server cold
   */
  private record ClientScale(
      int forks,
      List<WireProtocol> wires,
      int sequence,
      List<Integer> callers,
      Duration delay,
      int warmUps,
      int streams,
      int chunks,
      Duration every) {
    static final ClientScale FULL =
        new ClientScale(
            2, WireProtocol.ALL, 3_000, List.of(500, 5_000), millis(500), 2, 500, 200, millis(10));
    static final ClientScale QUICK =
        new ClientScale(
            1, WireProtocol.EXTREMES, 500, List.of(200), millis(200), 0, 200, 50, millis(10));
    static final ClientScale SMOKE =
        new ClientScale(1, WireProtocol.LIMITED, 5, List.of(5), millis(5), 0, 5, 5, millis(1));

    private static Duration millis(int count) {
      return Duration.ofMillis(count);
    }
  }

  @Override
  public String name() {
    return "clients";
  }

  @Override
  public List<String> figures() {
    return NAMES;
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    ClientScale scale = profile.pick(ClientScale.FULL, ClientScale.QUICK, ClientScale.SMOKE);
    var table = new HttpClientTable();
    try (LocalhostCertificate key = LocalhostCertificate.create()) {
      for (int fork = 1; fork <= scale.forks(); fork++) {
        for (WireProtocol wire : scale.wires()) {
          System.err.printf("fork %d of %d: %s%n", fork, scale.forks(), wire.label());
          calls(scale, wire, key, table);
          if (!wire.isLimited()) {
            streams(scale, wire, key, table);
          }
        }
        System.err.println(table.markdown());
      }
    }
    report.count("forks", scale.forks());
    report.count("delayMillis", scale.delay().toMillis());
    NAMES.forEach(name -> table.putInto(report, name));
  }

  private static void calls(
      ClientScale scale, WireProtocol wire, LocalhostCertificate key, HttpClientTable table)
      throws IOException {
    StubScript script = StubScript.words(WORDS);
    String sequence = "sequence " + scale.sequence();
    measure(
        new HttpClientTable.BenchmarkCase(wire.label() + ", one after the other", scale.sequence()),
        Stream.concat(Stream.of("sequence 1"), repeated(sequence, 2 + scale.warmUps())).toList(),
        wire,
        1,
        script,
        key,
        table);
    for (int callers : scale.callers()) {
      measure(
          new HttpClientTable.BenchmarkCase("%s, %d at a time".formatted(wire.label(), callers), 1),
          repeated("calls " + callers, 3 + scale.warmUps()).toList(),
          wire,
          callers,
          script.withDelay(scale.delay()),
          key,
          table);
    }
  }

  private static void streams(
      ClientScale scale, WireProtocol wire, LocalhostCertificate key, HttpClientTable table)
      throws IOException {
    String command = "streams %d %d 0".formatted(scale.streams(), scale.chunks());
    measure(
        new HttpClientTable.BenchmarkCase(
            "%s, %d streams".formatted(wire.label(), scale.streams()), 1),
        repeated(command, 3 + scale.warmUps() / 2).toList(),
        wire,
        scale.streams(),
        StubScript.words(scale.chunks()).withEvery(scale.every()),
        key,
        table);
  }

  private static Stream<String> repeated(String command, int times) {
    return Collections.nCopies(times, command).stream();
  }

  /** Runs the commands; the first one runs cold, the last two are measured. */
  private static void measure(
      HttpClientTable.BenchmarkCase benchmarkCase,
      List<String> commands,
      WireProtocol wire,
      int callers,
      StubScript script,
      LocalhostCertificate key,
      HttpClientTable table)
      throws IOException {
    try (StubProcess server = wire.serve(script, key)) {
      if (commands.size() > 3) {
        warmUp(server, commands.getLast(), callers, script, key);
      }
      try (LoadProcesses processes =
          LoadProcesses.start(
              names(wire, callers), key.trustFlags(), server.baseUrl(), callers, script)) {
        for (int i = 0; i < commands.size(); i++) {
          table.add(
              benchmarkCase, i == 0, i >= commands.size() - 2, processes.runTurn(commands.get(i)));
        }
      }
    }
  }

  /** Warms up the server, so that its JIT compilation does not slow down the first client. */
  private static void warmUp(
      StubProcess server, String command, int callers, StubScript script, LocalhostCertificate key)
      throws IOException {
    try (LoadProcesses processes =
        LoadProcesses.start(
            List.of(LoadClients.OKHTTP), key.trustFlags(), server.baseUrl(), callers, script)) {
      processes.runTurn(command);
      processes.runTurn(command);
    }
  }

  private static List<String> names(WireProtocol wire, int callers) {
    return wire.isHttp2() && callers <= MAX_POOL_CALLERS ? NAMES : NAMES.subList(0, 2);
  }
}
