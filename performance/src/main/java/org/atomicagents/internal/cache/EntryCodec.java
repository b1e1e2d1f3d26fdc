package org.atomicagents.internal.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.atomicagents.message.FinishReason;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.jspecify.annotations.Nullable;

/** The stored form of entries: the output as JSON, preceded by its origin. */
final class EntryCodec {
  private static final int VERSION = 1;

  /** The difference of the clocks of two machines that is tolerated. */
  private static final long MAX_SKEW_MILLIS = 60_000;

  private EntryCodec() {}

  /** Returns the stored form of an entry. */
  static byte[] encode(CacheEntry entry, Instant created) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeLong(created.toEpochMilli());
      out.writeLong(entry.lifetimeNanos());
      out.writeUTF(entry.model());
      out.writeUTF(entry.finishReason().name());
      out.write(entry.json().getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the entry of a stored form; null if it is not a valid output of the type.
   *
   * @param nowNanos the current time on the monotonic clock of the cache
   */
  static <O> @Nullable CacheEntry decode(
      byte[] bytes, Schema<O> schema, Instant now, long nowNanos) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (in.readByte() != VERSION) {
        return null;
      }
      long ageMillis = now.toEpochMilli() - in.readLong();
      // After a clock was set back, the age of an entry is unknown: it may have expired long ago.
      if (ageMillis < -MAX_SKEW_MILLIS) {
        return null;
      }
      long lifetime = in.readLong();
      String model = in.readUTF();
      var finishReason = FinishReason.valueOf(in.readUTF());
      String json = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      O output = decode(json, schema);
      return output == null
          ? null
          : new CacheEntry(
              schema.type(),
              output,
              OutputText.of(json),
              model,
              finishReason,
              CacheEntry.Replayed.NOTHING,
              nowNanos - saturatedNanos(Math.max(0, ageMillis)),
              lifetime);
    } catch (IOException | IllegalArgumentException e) {
      return null;
    }
  }

  private static <O> @Nullable O decode(String json, Schema<O> schema) {
    ReadResult<O> read = schema.read(json, Strictness.STRICT);
    return read.violations().isEmpty() ? read.value() : null;
  }

  private static long saturatedNanos(long millis) {
    return Math.min(millis, Long.MAX_VALUE / 4_000_000) * 1_000_000;
  }
}
