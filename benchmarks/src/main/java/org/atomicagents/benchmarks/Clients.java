package org.atomicagents.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * The HTTP clients that transport could stand on, each with the same work and nothing of ours
 * around it. Prints the figures as a table too, on standard error.
 */
final class Clients implements Benchmark {
  private static final List<String> NAMES =
      List.of(Callers.OKHTTP, Callers.HTTPCLIENT5, Callers.HTTPCLIENT5_POOL);
  private static final int WORDS = 20;
  // A connection for each call takes a minute for its handshakes with more callers than these.
  private static final int MOST_OF_POOL = 500;

  /**
   * What connections are made of.
   *
   * @param streams how many the server takes on one, where several can share it
   */
  private record Wire(String label, int streams) {
    static final int LIMIT = 100;
    static final List<Wire> ALL =
        List.of(
            new Wire("HTTP/1.1", 0),
            new Wire("HTTP/2 + TLS", 8_192),
            new Wire("HTTP/2 + TLS, 100 streams", LIMIT));

    static final List<Wire> LIMITED = ALL.subList(2, 3);
    static final List<Wire> EXTREMES = List.of(ALL.getFirst(), ALL.getLast());

    /** Whether the server takes far fewer on one connection than there are callers. */
    boolean isLimited() {
      return streams == LIMIT;
    }

    boolean isHttp2() {
      return streams > 0;
    }

    StubProcess serve(Script script, LocalKey key) throws IOException {
      return isHttp2() ? StubProcess.start(script, key, streams) : StubProcess.start(script);
    }
  }

  /**
   * What is put on each.
   *
   * @param forks how often everything is started anew
   * @param wires what they are measured over
   * @param sequence how many calls are made one after the other
   * @param callers how many calls are made at the same time, case by case
   * @param delay how long the server takes for one of those
   * @param warmUps bursts between the cold one and the two that are measured; less than 1 also
   *     leaves the server cold
   */
  private record Scale(
      int forks,
      List<Wire> wires,
      int sequence,
      List<Integer> callers,
      Duration delay,
      int warmUps,
      int streams,
      int chunks,
      Duration every) {
    static final Scale FULL =
        new Scale(2, Wire.ALL, 3_000, List.of(500, 5_000), millis(500), 2, 500, 200, millis(10));
    static final Scale QUICK =
        new Scale(1, Wire.EXTREMES, 500, List.of(200), millis(200), 0, 200, 50, millis(10));
    static final Scale SMOKE =
        new Scale(1, Wire.LIMITED, 5, List.of(5), millis(5), 0, 5, 5, millis(1));

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
  public void run(Effort effort, Report report) throws IOException {
    Scale scale = effort.pick(Scale.FULL, Scale.QUICK, Scale.SMOKE);
    var table = new ClientTable();
    try (LocalKey key = LocalKey.create()) {
      for (int fork = 1; fork <= scale.forks(); fork++) {
        for (Wire wire : scale.wires()) {
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

  private static void calls(Scale scale, Wire wire, LocalKey key, ClientTable table)
      throws IOException {
    Script script = Script.words(WORDS);
    String sequence = "sequence " + scale.sequence();
    measure(
        new ClientTable.Case(wire.label() + ", one after the other", scale.sequence()),
        Stream.concat(Stream.of("sequence 1"), repeated(sequence, 2 + scale.warmUps())).toList(),
        wire,
        1,
        script,
        key,
        table);
    for (int callers : scale.callers()) {
      measure(
          new ClientTable.Case("%s, %d at a time".formatted(wire.label(), callers), 1),
          repeated("calls " + callers, 3 + scale.warmUps()).toList(),
          wire,
          callers,
          script.withDelay(scale.delay()),
          key,
          table);
    }
  }

  private static void streams(Scale scale, Wire wire, LocalKey key, ClientTable table)
      throws IOException {
    String command = "streams %d %d 0".formatted(scale.streams(), scale.chunks());
    measure(
        new ClientTable.Case("%s, %d streams".formatted(wire.label(), scale.streams()), 1),
        repeated(command, 3 + scale.warmUps() / 2).toList(),
        wire,
        scale.streams(),
        Script.words(scale.chunks()).withEvery(scale.every()),
        key,
        table);
  }

  private static Stream<String> repeated(String command, int times) {
    return Collections.nCopies(times, command).stream();
  }

  /** The first command finds everything cold; the last two are what is measured. */
  private static void measure(
      ClientTable.Case what,
      List<String> commands,
      Wire wire,
      int callers,
      Script script,
      LocalKey key,
      ClientTable table)
      throws IOException {
    try (StubProcess server = wire.serve(script, key)) {
      if (commands.size() > 3) {
        warmUp(server, commands.getLast(), callers, script, key);
      }
      try (Crew crew =
          Crew.start(names(wire, callers), key.trustFlags(), server.baseUrl(), callers, script)) {
        for (int i = 0; i < commands.size(); i++) {
          table.add(what, i == 0, i >= commands.size() - 2, crew.turn(commands.get(i)));
        }
      }
    }
  }

  /** Who comes first must not be the one for whom the server's code is compiled. */
  private static void warmUp(
      StubProcess server, String command, int callers, Script script, LocalKey key)
      throws IOException {
    try (Crew scout =
        Crew.start(List.of(Callers.OKHTTP), key.trustFlags(), server.baseUrl(), callers, script)) {
      scout.turn(command);
      scout.turn(command);
    }
  }

  private static List<String> names(Wire wire, int callers) {
    return wire.isHttp2() && callers <= MOST_OF_POOL ? NAMES : NAMES.subList(0, 2);
  }
}
