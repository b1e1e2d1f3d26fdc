package org.atomicagents.redis;

import java.util.List;
import java.util.Scanner;

/**
 * The outcome of the runs of one order to a {@link SharingProcess}.
 *
 * @param firstPartial the time of the first partial of a shared response, in milliseconds
 * @param outputs the hashes of the different outputs
 * @param failures the messages of the failures; empty if there are none
 */
record SharingReport(
    int completed,
    int requests,
    long tokens,
    long firstPartial,
    long end,
    List<String> outputs,
    String failures) {

  String line() {
    return "done %d %d %d %d %d %s %s"
        .formatted(
            completed,
            requests,
            tokens,
            firstPartial,
            end,
            outputs.isEmpty() ? "-" : String.join(",", outputs),
            failures.isEmpty() ? "-" : failures);
  }

  static SharingReport parse(String line) {
    try (var scanner = new Scanner(line)) {
      scanner.next();
      return new SharingReport(
          scanner.nextInt(),
          scanner.nextInt(),
          scanner.nextLong(),
          scanner.nextLong(),
          scanner.nextLong(),
          List.of(scanner.next()),
          scanner.next());
    }
  }
}
