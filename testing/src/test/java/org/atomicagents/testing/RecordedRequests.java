package org.atomicagents.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recorded requests to real providers, with the status of the response. */
final class RecordedRequests {
  record SentRequest(String name, String path, ObjectNode body, int status) {
    @Override
    public String toString() {
      return name;
    }
  }

  private RecordedRequests() {}

  /** Returns the requests of a protocol; if there are none, the test is skipped with a message. */
  static List<SentRequest> of(String protocol) throws Exception {
    String folder = System.getenv("ATOMIC_RECORDINGS");
    assumeTrue(
        folder != null && !folder.isBlank(),
        "no recordings: set ATOMIC_RECORDINGS to the folder of recorded responses");
    var requests = new ArrayList<SentRequest>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(protocol + "--")) {
          JsonNode root = ReferenceValidator.read(Files.readString(file));
          requests.add(
              new SentRequest(
                  file.getFileName().toString(),
                  root.at("/request/path").asString(),
                  (ObjectNode) root.at("/request/body"),
                  root.at("/response/status").asInt()));
        }
      }
    }
    return requests;
  }
}
