package org.atomicagents.internal.usage;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import org.atomicagents.usage.UsageAmount;
import org.atomicagents.usage.UsageBucket;
import org.jspecify.annotations.Nullable;

/**
 * The used amount of a bucket, as it is stored in a file. A later record replaces an earlier one.
 */
record UsageRecord(UsageBucket bucket, UsageAmount used) {
  private static final int VERSION = 1;

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(out, bucket.key());
      Instant expiry = bucket.expiry();
      out.writeBoolean(expiry != null);
      if (expiry != null) {
        out.writeLong(expiry.getEpochSecond());
        out.writeInt(expiry.getNano());
      }
      out.writeLong(used.requests());
      out.writeLong(used.inputTokens());
      out.writeLong(used.outputTokens());
      writeText(out, used.cost().toString());
      out.writeLong(used.time().toSeconds());
      out.writeInt(used.time().toNanosPart());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the record in a body.
   *
   * @throws IllegalArgumentException if the body is not valid
   */
  static UsageRecord decode(byte[] body) {
    try (var in = new DataInputStream(new ByteArrayInputStream(body))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException(
            "expected version " + VERSION + " of a record, found " + version);
      }
      String key = readText(in);
      @Nullable Instant expiry =
          in.readBoolean() ? Instant.ofEpochSecond(in.readLong(), in.readInt()) : null;
      var used =
          new UsageAmount(
              in.readLong(),
              in.readLong(),
              in.readLong(),
              new BigDecimal(readText(in)),
              Duration.ofSeconds(in.readLong(), in.readInt()));
      if (in.available() > 0) {
        throw new IllegalArgumentException(in.available() + " bytes after the end of a record");
      }
      return new UsageRecord(new UsageBucket(key, expiry), used);
    } catch (IOException | NumberFormatException | DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException("the amount of a bucket is not valid: " + e, e);
    }
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IllegalArgumentException("a text of " + length + " bytes exceeds its record");
    }
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
