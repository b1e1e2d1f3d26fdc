package org.atomicagents.internal.batch;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.atomicagents.CacheState;
import org.atomicagents.RunResult;
import org.atomicagents.internal.codec.BinaryText;
import org.atomicagents.internal.codec.UsageCodec;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.schema.ReadResult;
import org.atomicagents.schema.Schema;
import org.atomicagents.schema.Strictness;
import org.atomicagents.time.Timings;

/** The stored form of results: the output as JSON, and the metrics of its run. */
public final class ResultCodec {
  private static final int VERSION = 1;

  private ResultCodec() {}

  /** Returns the stored form of a result. */
  public static <O> byte[] encode(ItemResult<O> item, Schema<O> schema) {
    RunResult<O> result = item.result();
    var bytes = new ByteArrayOutputStream();
    String json = schema.encode(result.output());
    boolean isText = json.equals(result.text());
    try (var out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      BinaryText.write(out, json);
      out.writeBoolean(isText);
      if (!isText) {
        BinaryText.write(out, result.text());
      }
      BinaryText.write(out, result.model());
      BinaryText.write(out, result.finishReason().name());
      out.writeInt(result.attempts());
      out.writeInt(result.requests());
      UsageCodec.write(out, result.usage());
      BinaryText.writeAll(out, result.requestIds());
      out.writeInt(result.repairs().size());
      for (Repair repair : result.repairs()) {
        BinaryText.writeAll(
            out, List.of(repair.path(), repair.kind().name(), repair.before(), repair.after()));
      }
      BinaryText.writeAll(out, result.shortfalls());
      write(out, result.opaque());
      BinaryText.write(out, item.cost().map(BigDecimal::toString).orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Returns the result of a stored form.
   *
   * @param timings the timings of the result
   * @throws IllegalArgumentException if it is not a result with a valid output of the schema
   */
  public static <O> ItemResult<O> decode(byte[] bytes, Schema<O> schema, Timings timings) {
    try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalArgumentException("expected version " + VERSION + ", found " + version);
      }
      String json = BinaryText.read(in);
      String text = in.readBoolean() ? json : BinaryText.read(in);
      var result =
          new RunResult<>(
              read(json, schema),
              text,
              BinaryText.read(in),
              FinishReason.valueOf(BinaryText.read(in)),
              in.readInt(),
              in.readInt(),
              UsageCodec.read(in),
              List.of(),
              timings,
              BinaryText.readAll(in),
              readRepairs(in),
              CacheState.JOURNALED,
              BinaryText.readAll(in),
              readOpaque(in));
      String cost = BinaryText.read(in);
      return new ItemResult<>(
          result, cost.isEmpty() ? Optional.empty() : Optional.of(new BigDecimal(cost)), true);
    } catch (IOException e) {
      throw new IllegalArgumentException("the result is too short", e);
    }
  }

  private static <O> O read(String json, Schema<O> schema) {
    ReadResult<O> read = schema.read(json, Strictness.STRICT);
    O value = read.value();
    if (value == null || !read.violations().isEmpty()) {
      throw new IllegalArgumentException(
          "its output is not a valid " + schema.name() + ": " + read.violations());
    }
    return value;
  }

  private static List<Repair> readRepairs(DataInputStream in) throws IOException {
    int count = BinaryText.readCount(in);
    var repairs = new ArrayList<Repair>();
    for (int i = 0; i < count; i++) {
      List<String> parts = BinaryText.readAll(in);
      repairs.add(
          new Repair(parts.get(0), Repair.Kind.valueOf(parts.get(1)), parts.get(2), parts.get(3)));
    }
    return repairs;
  }

  private static void write(DataOutputStream out, List<Content> parts) throws IOException {
    var texts = new ArrayList<String>();
    for (Content part : parts) {
      if (part instanceof Content.Opaque opaque) {
        texts.addAll(List.of(opaque.provider(), opaque.model(), opaque.json()));
      }
    }
    BinaryText.writeAll(out, texts);
  }

  private static List<Content> readOpaque(DataInputStream in) throws IOException {
    List<String> texts = BinaryText.readAll(in);
    var parts = new ArrayList<Content>();
    for (int i = 0; i + 2 < texts.size(); i += 3) {
      parts.add(new Content.Opaque(texts.get(i), texts.get(i + 1), texts.get(i + 2)));
    }
    return parts;
  }
}
