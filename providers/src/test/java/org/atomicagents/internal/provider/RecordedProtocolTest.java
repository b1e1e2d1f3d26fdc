package org.atomicagents.internal.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.atomicagents.error.TransportException;
import org.atomicagents.internal.http.LoopbackServer;
import org.atomicagents.message.Message;
import org.atomicagents.model.ModelRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tests of a protocol with the recorded responses of real providers, which a server replays: as a
 * whole, byte by byte, cut and with changed bytes.
 *
 * <p>Subclasses compute the expected values from the JSON of the recorded body, independently of
 * the code under test.
 */
public abstract class RecordedProtocolTest {
  protected static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String BYTES = "{}[]\",:0-anull \\";
  private static final Duration TIME_LIMIT = Duration.ofSeconds(60);

  private final String protocol;
  private final int minimum;

  /**
   * Creates the tests of a protocol.
   *
   * @param protocol the beginning of the names of its recordings
   * @param minimum the smallest number of recordings
   */
  protected RecordedProtocolTest(String protocol, int minimum) {
    this.protocol = protocol;
    this.minimum = minimum;
  }

  /** Returns the response of a server to a request. */
  protected abstract CollectedResponse send(URI server, ModelRequest request);

  /** Returns a reader of one response. */
  protected abstract ResponseParser reader();

  /** Returns the name of the requested model. */
  protected abstract String model(RecordedResponse recording);

  /** Returns the expected response, without its opaque and other parts. */
  protected abstract CollectedResponse expected(RecordedResponse recording);

  /** Checks the parts of a response that {@link #expected} does not contain. */
  protected void checkParts(RecordedResponse recording, CollectedResponse response) {}

  /** Checks the exception for a recording that is not a complete response. */
  protected abstract void checkFailure(RecordedResponse recording, Throwable failure);

  /** Returns whether a recording is not a complete response. */
  protected boolean isFailure(RecordedResponse recording) {
    return recording.status() != 200;
  }

  /** Returns the length below which a prefix of the body is not a complete response; 0 for none. */
  protected abstract int incompleteLength(RecordedResponse recording);

  protected final List<RecordedResponse> recordings() throws Exception {
    return RecordedResponse.all(protocol);
  }

  @Test
  public void thereAreRecordings() throws Exception {
    assertThat(recordings()).hasSizeGreaterThan(minimum);
  }

  @TestFactory
  public Stream<DynamicTest> readsResponsesInOneWrite() throws Exception {
    return recordings().stream()
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, Integer.MAX_VALUE)));
  }

  @TestFactory
  public Stream<DynamicTest> readsResponsesByteByByte() throws Exception {
    return recordings().stream().map(r -> DynamicTest.dynamicTest(r.name(), () -> check(r, 1)));
  }

  /** A prefix of a body, as of a broken connection, is never a complete response. */
  @TestFactory
  public Stream<DynamicTest> rejectsEveryPrefix() throws Exception {
    return recordings().stream()
        .filter(r -> !isFailure(r) && incompleteLength(r) > 0)
        .map(r -> DynamicTest.dynamicTest(r.name(), () -> checkPrefixes(r)));
  }

  /** A changed byte gives other events or an exception of the parser, never any other exception. */
  @Test
  public void changedBytesAreReadOrRejected() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed of the changed bytes: " + seed);
    var random = new Random(seed);
    for (RecordedResponse recording : recordings()) {
      for (int round = 0; round < 30; round++) {
        assertThatCode(() -> readChanged(recording, random))
            .as("seed " + seed + ", " + recording.name())
            .doesNotThrowAnyException();
      }
    }
  }

  private void readChanged(RecordedResponse recording, Random random) {
    ResponseParser reader = reader();
    try {
      for (String text : bodies(recording)) {
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0 && json.length > 0) {
          json[random.nextInt(json.length)] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
        }
        if (recording.stream()) {
          reader.read(json, json.length);
        } else {
          try (JsonParser parser = WireJson.parser(json, json.length)) {
            reader.read(parser);
          }
        }
      }
      reader.complete();
    } catch (JacksonException e) {
      // The caller reports a response that is not JSON.
    }
  }

  private void check(RecordedResponse recording, int chunkSize) {
    assertTimeoutPreemptively(
        TIME_LIMIT,
        () -> {
          if (isFailure(recording)) {
            checkFailure(
                recording, catchThrowable(() -> read(recording, recording.body(), chunkSize)));
          } else {
            CollectedResponse response = read(recording, recording.body(), chunkSize);
            assertThat(response.withoutParts()).isEqualTo(expected(recording));
            checkParts(recording, response);
          }
        });
  }

  private void checkPrefixes(RecordedResponse recording) {
    String body = recording.body();
    int end = incompleteLength(recording);
    for (int length = 0; length < end; length += body.length() / 7 + 1) {
      String prefix = body.substring(0, length);
      assertThat(catchThrowable(() -> read(recording, prefix, Integer.MAX_VALUE)))
          .as("%d characters", length)
          .isInstanceOf(TransportException.class);
    }
  }

  /** Returns the response of a client to a recording. */
  protected final CollectedResponse read(RecordedResponse recording) {
    return read(recording, recording.body(), Integer.MAX_VALUE);
  }

  private CollectedResponse read(RecordedResponse recording, String body, int chunkSize) {
    var request =
        ModelRequest.of(model(recording), List.of(Message.user("Hello")))
            .withStream(recording.stream());
    try (var server = replay(recording, body, chunkSize)) {
      return send(server.uri(""), request);
    }
  }

  private static LoopbackServer replay(RecordedResponse recording, String text, int chunkSize) {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    return LoopbackServer.start((request, client) -> {
      client.begin(recording.status(), recording.contentType());
      for (int offset = 0; offset < body.length; offset += chunkSize) {
        client.chunk(
            Arrays.copyOfRange(
                body, offset, (int) Math.min(body.length, (long) offset + chunkSize)));
      }
      client.end();
    });
  }

  /** Returns the data of the events of a stream, or the body of a complete response. */
  protected static List<String> bodies(RecordedResponse recording) {
    return recording.stream()
        ? recording
            .body()
            .lines()
            .filter(line -> line.startsWith("data:"))
            .map(line -> line.substring("data:".length()))
            .toList()
        : List.of(recording.body());
  }

  /** Returns the message of the error in the body; empty if there is none. */
  protected static String errorMessage(RecordedResponse recording) {
    JsonNode error = MAPPER.readTree(recording.body()).path("error");
    return error.path("message").asString("");
  }
}
