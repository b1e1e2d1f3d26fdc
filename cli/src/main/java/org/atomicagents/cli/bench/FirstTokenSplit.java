package org.atomicagents.cli.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The division of the interval of a response into the wait for its first text and the rest. */
final class FirstTokenSplit {
  private FirstTokenSplit() {}

  /**
   * Returns the intervals with the given time as the end of a wait; the same intervals if no
   * response contains the time.
   */
  static List<TraceSegment> at(Duration firstToken, List<TraceSegment> segments) {
    for (int i = 0; i < segments.size(); i++) {
      TraceSegment first = segments.get(i);
      boolean isSplit =
          first.kind() == TraceKind.WAIT
              && i + 1 < segments.size()
              && segments.get(i + 1).kind() == TraceKind.STREAM;
      boolean isResponse = isSplit || first.kind() == TraceKind.RESPONSE;
      TraceSegment last = isSplit ? segments.get(i + 1) : first;
      Duration end = last.start().plus(last.length());
      if (isResponse && firstToken.compareTo(first.start()) >= 0 && firstToken.compareTo(end) < 0) {
        var split = new ArrayList<>(segments.subList(0, i));
        add(split, TraceKind.WAIT, first.start(), firstToken);
        add(split, TraceKind.STREAM, firstToken, end);
        split.addAll(segments.subList(isSplit ? i + 2 : i + 1, segments.size()));
        return split;
      }
    }
    return segments;
  }

  private static void add(List<TraceSegment> to, TraceKind kind, Duration start, Duration end) {
    if (end.compareTo(start) > 0) {
      to.add(new TraceSegment(kind, start, end.minus(start), ""));
    }
  }
}
