package org.atomicagents.internal.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.atomicagents.internal.codec.BinaryText;

/** A record of a journal. */
sealed interface JournalRecord {
  byte SETUP = 1;
  byte STARTED = 2;
  byte ENDED = 3;
  byte COMPLETED = 4;

  /**
   * What determines the results of items, except their inputs.
   *
   * @param number the number by which other records refer to this one
   * @param ingredients the ingredients by name
   */
  record Setup(int number, SequencedMap<String, String> ingredients) implements JournalRecord {
    public Setup {
      ingredients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(ingredients));
    }
  }

  /** The run of an item is about to start. */
  record Started(ItemKey key, long index, long millis) implements JournalRecord {}

  /** The run of an item has ended without a result. */
  record Ended(ItemKey key) implements JournalRecord {}

  /** An item has a result. */
  @SuppressWarnings("ArrayRecordComponent") // never changed, and never compared
  record Completed(ItemKey key, int setup, byte[] result) implements JournalRecord {}

  /** Returns the bytes of this record. */
  default byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      switch (this) {
        case Setup setup -> write(out, setup);
        case Started started -> {
          out.writeByte(STARTED);
          started.key.write(out);
          out.writeLong(started.index);
          out.writeLong(started.millis);
        }
        case Ended ended -> {
          out.writeByte(ENDED);
          ended.key.write(out);
        }
        case Completed completed -> {
          out.writeByte(COMPLETED);
          completed.key.write(out);
          out.writeInt(completed.setup);
          out.write(completed.result);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Setup setup) throws IOException {
    out.writeByte(SETUP);
    out.writeInt(setup.number);
    out.writeInt(setup.ingredients.size());
    for (Map.Entry<String, String> ingredient : setup.ingredients.entrySet()) {
      BinaryText.write(out, ingredient.getKey());
      BinaryText.write(out, ingredient.getValue());
    }
  }

  /**
   * Returns the record of its bytes.
   *
   * @throws IllegalArgumentException if they are no record
   */
  static JournalRecord decode(byte[] bytes) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      byte kind = in.readByte();
      return switch (kind) {
        case SETUP -> readSetup(in);
        case STARTED -> new Started(ItemKey.read(in), in.readLong(), in.readLong());
        case ENDED -> new Ended(ItemKey.read(in));
        case COMPLETED -> new Completed(ItemKey.read(in), in.readInt(), in.readAllBytes());
        default -> throw new IllegalArgumentException("expected a kind of record, found " + kind);
      };
    } catch (IOException e) {
      throw new IllegalArgumentException("the record is too short", e);
    }
  }

  private static Setup readSetup(DataInputStream in) throws IOException {
    int number = in.readInt();
    int count = BinaryText.readCount(in);
    var ingredients = new LinkedHashMap<String, String>();
    for (int i = 0; i < count; i++) {
      ingredients.put(BinaryText.read(in), BinaryText.read(in));
    }
    return new Setup(number, ingredients);
  }
}
