package org.atomicagents.benchmarks;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Callers of one server, each in a JVM of its own, that take turns: all are alive at the same time,
 * and one of them works, so that a neighbour of the machine slows all of them alike.
 */
final class Crew implements AutoCloseable {
  private final List<Member> members = new ArrayList<>();
  private int turns;

  private Crew() {}

  /**
   * Starts them, and waits until all are ready.
   *
   * @param flags what their JVMs are started with
   * @param callers how many threads of each call the server at the same time
   */
  static Crew start(List<String> names, List<String> flags, URI server, int callers, Script script)
      throws IOException {
    OpenFiles.require(callers);
    var crew = new Crew();
    var arguments = new ArrayList<>(List.of(server.toString(), String.valueOf(callers)));
    arguments.addAll(script.arguments());
    try {
      for (String name : names) {
        crew.members.add(Member.start(LoadWorker.class, flags, name, arguments));
      }
      for (Member member : crew.members) {
        member.awaitReady();
      }
      return crew;
    } catch (IOException e) {
      crew.close();
      throw e;
    }
  }

  /** Lets each make this burst, whoever began last time at the end; by name. */
  SequencedMap<String, Burst> turn(String command) throws IOException {
    var order = new ArrayList<>(members);
    Collections.rotate(order, turns++);
    var bursts = new TreeMap<String, Burst>();
    for (Member member : order) {
      Burst burst = member.burst(command);
      bursts.put(member.side(), burst);
      System.err.printf("  %-16s %-17s %s%n", command, member.side(), burst.shown());
    }
    return bursts;
  }

  @Override
  public void close() {
    members.forEach(Member::close);
  }
}
