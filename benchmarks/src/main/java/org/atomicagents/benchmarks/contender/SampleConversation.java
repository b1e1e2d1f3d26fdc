package org.atomicagents.benchmarks.contender;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/** The texts of the benchmark of histories, and the request body that all contenders write. */
final class SampleConversation {
  /** The maximum number of tokens of a request. */
  static final int MAX_TOKENS = 4_000;

  private static final String QUESTION =
      " How do I move the appointment of next Tuesday to the week after, and can the room with the"
          + " projector be booked for the same time? Two colleagues from the Lisbon office take"
          + " part by video, so the room needs a camera. Please keep the invitation of the first"
          + " date until the new one is confirmed by everybody, and tell me whether catering is"
          + " included.";
  private static final String ANSWER =
      " The appointment can be moved in the calendar: open it, choose another date and send the"
          + " update; the first invitation remains valid until all have accepted. Room 2.14 has a"
          + " projector and a camera and is free on that day from 9:00 to 12:30. Catering is not"
          + " included; it is ordered by the reception until noon of the day before, for groups of"
          + " six or more, and billed to the cost centre that the booking names.";

  private SampleConversation() {}

  static String question(int number) {
    return "%06d".formatted(number % 1_000_000) + QUESTION;
  }

  static String answer(int number) {
    return "%06d".formatted(number % 1_000_000) + ANSWER;
  }

  /** A writer of the body of a chat completion request; all contenders use the same one. */
  static final class BodyWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(32 * 1024);
    private final JsonGenerator json = JsonMapper.shared().createGenerator(bytes);

    BodyWriter() {
      json.writeStartObject();
      json.writeStringProperty("model", "stub");
      json.writeArrayPropertyStart("messages");
    }

    void message(String role, String content) {
      json.writeStartObject();
      json.writeStringProperty("role", role);
      json.writeStringProperty("content", content);
      json.writeEndObject();
    }

    byte[] finish() {
      json.writeEndArray();
      json.writeEndObject();
      json.close();
      return bytes.toByteArray();
    }
  }
}
