package org.atomicagents.internal.redis.sharing;

import io.lettuce.core.StreamMessage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.atomicagents.internal.codec.EventCodec;
import org.atomicagents.model.ModelEvent;

/**
 * An entry in the stream of a response.
 *
 * @param token the token of the process that has published it
 * @param failure the binary form of the failure; empty if there is none
 */
@SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
record ResponseEntry(
    EntryId id, long token, EntryKind kind, List<ModelEvent> events, byte[] failure) {

  /**
   * Returns the entry of a message.
   *
   * @throws IOException if its content is invalid, as that of another version
   */
  static ResponseEntry of(StreamMessage<byte[], byte[]> message) throws IOException {
    long token = 0;
    EntryKind kind = EntryKind.EVENTS;
    List<ModelEvent> events = List.of();
    byte[] failure = {};
    try {
      for (var field : message.getBody().entrySet()) {
        byte[] value = field.getValue();
        switch (text(field.getKey())) {
          case "t" -> token = Long.parseLong(text(value));
          case "k" -> kind = EntryKind.of(text(value));
          case "d" -> events = decode(value);
          case "f" -> failure = value;
          default -> {}
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("An entry of a shared response is invalid: " + e.getMessage(), e);
    }
    return new ResponseEntry(EntryId.of(message.getId()), token, kind, events, failure);
  }

  /** Returns the binary form of events. */
  static byte[] encode(List<ModelEvent> events) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      EventCodec.write(out, events);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // not thrown by streams in memory
    }
    return bytes.toByteArray();
  }

  private static List<ModelEvent> decode(byte[] data) throws IOException {
    if (data.length == 0) {
      return List.of();
    }
    try (var in = new DataInputStream(new ByteArrayInputStream(data))) {
      return EventCodec.read(in);
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
