package org.atomicagents.internal.storage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.atomicagents.chat.ConversationKey;

/**
 * One record of a log of conversations: the changes of one conversation that were committed
 * together. Immutable.
 *
 * @param key the conversation
 * @param version its version after the changes; 0 for its deletion
 * @param changes the changes, in order
 */
public record ConversationRecord(ConversationKey key, long version, List<Change> changes) {
  private static final int MAX_CHANGES = 1 << 20;

  /** A change of the turns of a conversation. */
  public sealed interface Change {}

  /** Adds a turn at the end; the turn is JSON. */
  public record Added(String turnId, boolean isPinned, String json) implements Change {}

  /** Replaces the last turn by a longer form of it, as JSON. */
  public record Extended(String turnId, boolean isPinned, String json) implements Change {}

  /** Pins or unpins a turn. */
  public record Pinned(String turnId, boolean isPinned) implements Change {}

  /** Removes a turn. */
  public record Removed(String turnId) implements Change {}

  /** Removes all turns. */
  public record Cleared() implements Change {}

  public ConversationRecord {
    changes = List.copyOf(changes);
  }

  /** Returns the body of the record. */
  public byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var output = new DataOutputStream(bytes)) {
      write(output, key.tenant());
      write(output, key.id());
      output.writeLong(version);
      output.writeInt(changes.size());
      for (Change change : changes) {
        write(output, change);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream output, Change change) throws IOException {
    switch (change) {
      case Added added -> writeTurn(output, 'A', added.turnId(), added.isPinned(), added.json());
      case Extended longer ->
          writeTurn(output, 'E', longer.turnId(), longer.isPinned(), longer.json());
      case Pinned pinned -> {
        output.writeByte('P');
        write(output, pinned.turnId());
        output.writeBoolean(pinned.isPinned());
      }
      case Removed removed -> {
        output.writeByte('R');
        write(output, removed.turnId());
      }
      case Cleared cleared -> output.writeByte('C');
    }
  }

  private static void writeTurn(
      DataOutputStream output, char kind, String turnId, boolean isPinned, String json)
      throws IOException {
    output.writeByte(kind);
    write(output, turnId);
    output.writeBoolean(isPinned);
    write(output, json);
  }

  private static void write(DataOutputStream output, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    output.writeInt(bytes.length);
    output.write(bytes);
  }

  /**
   * Returns the record of a body.
   *
   * @throws IllegalArgumentException if the body is not a record
   */
  public static ConversationRecord decode(byte[] body) {
    try (var input = new DataInputStream(new ByteArrayInputStream(body))) {
      var key = new ConversationKey(readText(input), readText(input));
      long version = input.readLong();
      int count = input.readInt();
      if (count < 0 || count > MAX_CHANGES) {
        throw new IllegalArgumentException("number of changes: found " + count);
      }
      var changes = new ArrayList<Change>();
      for (int i = 0; i < count; i++) {
        changes.add(readChange(input));
      }
      return new ConversationRecord(key, version, changes);
    } catch (IOException e) {
      throw new IllegalArgumentException("the record is too short", e);
    }
  }

  private static Change readChange(DataInputStream input) throws IOException {
    int kind = input.readUnsignedByte();
    return switch (kind) {
      case 'A' -> new Added(readText(input), input.readBoolean(), readText(input));
      case 'E' -> new Extended(readText(input), input.readBoolean(), readText(input));
      case 'P' -> new Pinned(readText(input), input.readBoolean());
      case 'R' -> new Removed(readText(input));
      case 'C' -> new Cleared();
      default -> throw new IllegalArgumentException("kind of change: found " + kind);
    };
  }

  private static String readText(DataInputStream input) throws IOException {
    int length = input.readInt();
    if (length < 0 || length > input.available()) {
      throw new IllegalArgumentException("length of a text: found " + length);
    }
    return new String(input.readNBytes(length), UTF_8);
  }

  /**
   * Returns the JSON of the turn in one of the changes.
   *
   * @throws IllegalArgumentException if that change contains no turn
   */
  public String turn(int index) {
    return switch (changes.get(index)) {
      case Added added -> added.json();
      case Extended longer -> longer.json();
      default -> throw new IllegalArgumentException("change " + index + " contains no turn");
    };
  }
}
