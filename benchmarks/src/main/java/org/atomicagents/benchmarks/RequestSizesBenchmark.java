package org.atomicagents.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import okhttp3.OkHttp;
import org.atomicagents.benchmarks.harness.BenchmarkProfile;
import org.atomicagents.benchmarks.harness.BenchmarkReport;
import org.atomicagents.benchmarks.harness.LoadProcesses;
import org.atomicagents.benchmarks.harness.Peer;
import org.atomicagents.benchmarks.load.LoadClients;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.load.LoadResults;
import org.atomicagents.benchmarks.measure.MeasurementSeries;
import org.atomicagents.benchmarks.stub.LocalhostCertificate;
import org.atomicagents.benchmarks.stub.StubProcess;
import org.atomicagents.benchmarks.stub.StubScript;
import tools.jackson.databind.node.ObjectNode;

/**
 * Measures calls with requests of 1 to 256 KB over HTTP/1.1, HTTP/1.1 with TLS, and HTTP/2: the
 * time beyond that of a short request.
 */
final class RequestSizesBenchmark implements Benchmark {
  private static final List<String> CLIENTS = List.of(LoadClients.OURS, LoadClients.OKHTTP);
  private static final StubScript SCRIPT = StubScript.words(20);
  private static final int STREAMS_PER_CONNECTION = 100;
  private static final int SHORT = 1;
  // From here on, a request takes several segments or frames.
  private static final int LONG = 8;
  private static final int LONGEST = 256;

  /** The load of each turn: the sizes of the requests in KB, and the number of calls of each. */
  private record SizesScale(int rounds, int calls, List<Integer> kilobytes) {
    // Each call of a client that stalls takes 44 ms: more of them would take half an hour.
    static final SizesScale FULL =
        new SizesScale(8, 100, List.of(SHORT, 2, 4, LONG, 16, 32, 64, 128, LONGEST));
    static final SizesScale QUICK =
        new SizesScale(4, 100, List.of(SHORT, 4, LONG, 16, 64, LONGEST));
    static final SizesScale SMOKE = new SizesScale(1, 3, List.of(SHORT, LONG, LONGEST));

    String command(int kilobyte) {
      return "sized %d %d".formatted(1024 * kilobyte, calls);
    }
  }

  /** The protocol between client and server. */
  private enum ServerProtocol {
    PLAIN("plain"),
    TLS("tls"),
    HTTP2("http2");

    private final String prefix;

    ServerProtocol(String prefix) {
      this.prefix = prefix;
    }

    StubProcess start(LocalhostCertificate key) throws IOException {
      return switch (this) {
        case PLAIN -> StubProcess.start(SCRIPT);
        case TLS -> StubProcess.startHttp1(SCRIPT, key);
        case HTTP2 -> StubProcess.start(SCRIPT, key, STREAMS_PER_CONNECTION);
      };
    }
  }

  @Override
  public String name() {
    return "request-sizes";
  }

  @Override
  public List<String> figures() {
    var figures = new ArrayList<String>();
    for (ServerProtocol protocol : ServerProtocol.values()) {
      figures.add(protocol.prefix + "ExtraMillis");
      figures.add(protocol.prefix + "ExtraMillis256k");
    }
    figures.add("failures");
    figures.add("sizes");
    return figures;
  }

  @Override
  public void run(BenchmarkProfile profile, BenchmarkReport report) throws IOException {
    SizesScale scale = profile.pick(SizesScale.FULL, SizesScale.QUICK, SizesScale.SMOKE);
    var measured = new LinkedHashMap<ServerProtocol, Map<Integer, LoadResults>>();
    try (LocalhostCertificate key = LocalhostCertificate.create()) {
      for (ServerProtocol protocol : ServerProtocol.values()) {
        measured.put(protocol, measure(profile, scale, protocol, key, report));
      }
    }
    report.count("calls", scale.calls());
    report.count("rounds", scale.rounds());
    measured.forEach((protocol, sizes) -> report(protocol, sizes, report));
    report.put(
        "failures", measured.values().stream().mapToDouble(RequestSizesBenchmark::failures).sum());
    ObjectNode object = report.putObject("sizes");
    measured.forEach((protocol, sizes) -> {
      ObjectNode millis = object.putObject(protocol.prefix);
      sizes.forEach((size, results) ->
          millis.put(
              String.valueOf(size),
              BenchmarkReport.rounded(millis(results, LoadClients.OURS).median())));
    });
  }

  private static Map<Integer, LoadResults> measure(
      BenchmarkProfile profile,
      SizesScale scale,
      ServerProtocol protocol,
      LocalhostCertificate key,
      BenchmarkReport report)
      throws IOException {
    var sizes = new LinkedHashMap<Integer, LoadResults>();
    scale.kilobytes().forEach(size -> sizes.put(size, new LoadResults()));
    System.err.println(protocol.prefix);
    try (StubProcess server = protocol.start(key);
        LoadProcesses processes =
            LoadProcesses.start(CLIENTS, key.trustFlags(), server.baseUrl(), 1, SCRIPT)) {
      processes.warmUp(profile, server, report);
      for (int round = -1; round < scale.rounds(); round++) {
        for (Map.Entry<Integer, LoadResults> size : sizes.entrySet()) {
          Map<String, LoadResult> turn = processes.runTurn(scale.command(size.getKey()));
          if (round < 0) {
            size.getValue().addUnmeasured(turn);
          } else {
            size.getValue().add(turn);
          }
        }
      }
    }
    return sizes;
  }

  private static void report(
      ServerProtocol protocol, Map<Integer, LoadResults> sizes, BenchmarkReport report) {
    report(protocol.prefix + "ExtraMillis", sizes, LONG, report);
    report(protocol.prefix + "ExtraMillis256k", sizes, LONGEST, report);
  }

  private static void report(
      String name, Map<Integer, LoadResults> sizes, int kilobytes, BenchmarkReport report) {
    MeasurementSeries ours = extra(sizes, kilobytes, LoadClients.OURS);
    report.put(name, ours);
    report.compare(
        name,
        new Peer(LoadClients.OKHTTP, OkHttp.VERSION),
        ours,
        extra(sizes, kilobytes, LoadClients.OKHTTP));
  }

  /** Returns the median time of a call beyond that of a short one in the same round. */
  private static MeasurementSeries extra(
      Map<Integer, LoadResults> sizes, int kilobytes, String client) {
    return millis(results(sizes, kilobytes), client)
        .with(millis(results(sizes, SHORT), client), (big, small) -> big - small);
  }

  private static LoadResults results(Map<Integer, LoadResults> sizes, int kilobytes) {
    return sizes.getOrDefault(kilobytes, new LoadResults());
  }

  private static MeasurementSeries millis(LoadResults results, String client) {
    return results.of(client, LoadResult::firstP50Millis);
  }

  private static double failures(Map<Integer, LoadResults> sizes) {
    return sizes.values().stream().mapToDouble(result -> result.failures(LoadClients.OURS)).sum();
  }
}
