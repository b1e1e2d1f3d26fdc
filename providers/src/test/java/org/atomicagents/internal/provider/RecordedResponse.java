package org.atomicagents.internal.provider;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A recorded response of a real provider. */
public record RecordedResponse(
    String name,
    String host,
    boolean stream,
    int status,
    String contentType,
    String body,
    JsonNode request) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Returns all recordings of chat completions; see {@link #all(String)}. */
  public static List<RecordedResponse> all() throws Exception {
    return all("openai-chat");
  }

  /**
   * Returns all recordings of a protocol; if there are none, the test is skipped with a message.
   */
  public static List<RecordedResponse> all(String protocol) throws Exception {
    String folder = System.getenv("ATOMIC_RECORDINGS");
    assumeTrue(
        folder != null && !folder.isBlank(),
        "no recordings: set ATOMIC_RECORDINGS to the folder of recorded responses");
    var recordings = new ArrayList<RecordedResponse>();
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file : files.sorted().toList()) {
        if (file.getFileName().toString().startsWith(protocol + "--")) {
          recordings.add(read(file));
        }
      }
    }
    return recordings;
  }

  private static RecordedResponse read(Path file) throws Exception {
    JsonNode root = MAPPER.readTree(Files.readString(file, StandardCharsets.UTF_8));
    JsonNode response = root.path("response");
    JsonNode body = response.path("body");
    return new RecordedResponse(
        file.getFileName().toString(),
        root.path("host").asString(),
        root.path("stream").asBoolean(),
        response.path("status").asInt(),
        response.path("headers").path("content-type").asString("application/json"),
        body.isString() ? body.asString() : body.toString(),
        root.path("request"));
  }

  @Override
  public String toString() {
    return name;
  }
}
