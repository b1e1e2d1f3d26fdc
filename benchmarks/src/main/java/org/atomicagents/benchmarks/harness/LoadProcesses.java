package org.atomicagents.benchmarks.harness;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomicagents.benchmarks.load.LoadClientMain;
import org.atomicagents.benchmarks.load.LoadResult;
import org.atomicagents.benchmarks.measure.FileDescriptorLimit;
import org.atomicagents.benchmarks.stub.StubScript;

/**
 * Callers of one server, each in a JVM of its own, that take turns: all are alive at the same time,
 * and one of them works, so that a neighbour of the machine slows all of them alike.
 */
public final class LoadProcesses implements AutoCloseable {
  private final List<ContenderProcess> members = new ArrayList<>();
  private int turns;

  private LoadProcesses() {}

  /**
   * Starts them, and waits until all are ready.
   *
   * @param flags what their JVMs are started with
   * @param callers how many threads of each call the server at the same time
   */
  public static LoadProcesses start(
      List<String> names, List<String> flags, URI server, int callers, StubScript script)
      throws IOException {
    FileDescriptorLimit.require(callers);
    var crew = new LoadProcesses();
    var arguments = new ArrayList<>(List.of(server.toString(), String.valueOf(callers)));
    arguments.addAll(script.arguments());
    try {
      for (String name : names) {
        crew.members.add(ContenderProcess.start(LoadClientMain.class, flags, name, arguments));
      }
      for (ContenderProcess member : crew.members) {
        member.awaitReady();
      }
      return crew;
    } catch (IOException e) {
      crew.close();
      throw e;
    }
  }

  /** Lets each make this burst, whoever began last time at the end; by name. */
  public SequencedMap<String, LoadResult> turn(String command) throws IOException {
    var order = new ArrayList<>(members);
    Collections.rotate(order, turns++);
    var bursts = new TreeMap<String, LoadResult>();
    for (ContenderProcess member : order) {
      LoadResult burst = member.burst(command);
      bursts.put(member.side(), burst);
      System.err.printf("  %-16s %-17s %s%n", command, member.side(), burst.shown());
    }
    return bursts;
  }

  @Override
  public void close() {
    members.forEach(ContenderProcess::close);
  }
}
