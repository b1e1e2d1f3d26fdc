package org.atomicagents.internal.codec;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.atomicagents.message.FinishReason;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.model.ModelEvent.TokenProbability;
import org.atomicagents.model.ResponseMode;
import org.jspecify.annotations.Nullable;

/** The binary form of the events of a response. */
public final class EventCodec {
  private static final byte STARTED = 1;
  private static final byte MODE_CHANGED = 2;
  private static final byte MODEL_CHANGED = 3;
  private static final byte TEXT = 4;
  private static final byte TOOL_CALL = 5;
  private static final byte REASONING = 6;
  private static final byte REFUSED = 7;
  private static final byte OPAQUE = 8;
  private static final byte USAGE = 9;
  private static final byte FINISHED = 10;
  private static final byte OTHER = 11;
  private static final byte PROBABILITIES = 12;

  private EventCodec() {}

  /** Writes events, preceded by their number. */
  public static void write(DataOutputStream out, List<ModelEvent> events) throws IOException {
    out.writeInt(events.size());
    for (ModelEvent event : events) {
      write(out, event);
    }
  }

  /** Returns the events of {@link #write}. */
  public static List<ModelEvent> read(DataInputStream in) throws IOException {
    int count = BinaryText.readCount(in);
    var events = new ArrayList<ModelEvent>(count);
    for (int i = 0; i < count; i++) {
      events.add(readEvent(in));
    }
    return events;
  }

  private static void write(DataOutputStream out, ModelEvent event) throws IOException {
    switch (event) {
      case ModelEvent.Started started -> writeStarted(out, started);
      case ModelEvent.ModeChanged changed -> {
        out.writeByte(MODE_CHANGED);
        writeMode(out, changed.mode());
      }
      case ModelEvent.ModelChanged changed -> {
        out.writeByte(MODEL_CHANGED);
        BinaryText.write(out, changed.model());
        writeMode(out, changed.mode());
      }
      case ModelEvent.TextDelta text -> writeText(out, TEXT, text.text());
      case ModelEvent.TextProbabilities probabilities -> {
        out.writeByte(PROBABILITIES);
        writeTokens(out, probabilities.tokens());
      }
      case ModelEvent.ToolCallDelta call -> {
        out.writeByte(TOOL_CALL);
        out.writeInt(call.index());
        writeNullable(out, call.id());
        writeNullable(out, call.name());
        BinaryText.write(out, call.arguments());
      }
      case ModelEvent.ReasoningDelta reasoning -> writeText(out, REASONING, reasoning.text());
      case ModelEvent.Refused refused -> writeText(out, REFUSED, refused.text());
      case ModelEvent.OpaquePart part -> {
        out.writeByte(OPAQUE);
        BinaryText.writeAll(out, List.of(part.provider(), part.model(), part.json()));
      }
      case ModelEvent.UsageReport report -> {
        out.writeByte(USAGE);
        UsageCodec.write(out, report.usage());
      }
      case ModelEvent.Finished finished -> {
        out.writeByte(FINISHED);
        BinaryText.writeAll(out, List.of(finished.reason().name(), finished.rawReason()));
      }
      case ModelEvent.Other other -> {
        out.writeByte(OTHER);
        BinaryText.writeAll(out, List.of(other.provider(), other.json()));
      }
    }
  }

  private static ModelEvent readEvent(DataInputStream in) throws IOException {
    byte kind = in.readByte();
    return switch (kind) {
      case STARTED -> readStarted(in);
      case MODE_CHANGED -> {
        ResponseMode mode = readMode(in);
        if (mode == null) {
          throw new IOException("a changed mode has no mode");
        }
        yield new ModelEvent.ModeChanged(mode);
      }
      case MODEL_CHANGED -> new ModelEvent.ModelChanged(BinaryText.read(in), readMode(in));
      case TEXT -> new ModelEvent.TextDelta(BinaryText.read(in));
      case TOOL_CALL ->
          new ModelEvent.ToolCallDelta(
              in.readInt(), readNullable(in), readNullable(in), BinaryText.read(in));
      case PROBABILITIES -> new ModelEvent.TextProbabilities(readTokens(in));
      case REASONING -> new ModelEvent.ReasoningDelta(BinaryText.read(in));
      case REFUSED -> new ModelEvent.Refused(BinaryText.read(in));
      case OPAQUE -> {
        List<String> texts = BinaryText.readAll(in);
        yield new ModelEvent.OpaquePart(texts.get(0), texts.get(1), texts.get(2));
      }
      case USAGE -> new ModelEvent.UsageReport(UsageCodec.read(in));
      case FINISHED -> {
        List<String> texts = BinaryText.readAll(in);
        yield new ModelEvent.Finished(FinishReason.valueOf(texts.get(0)), texts.get(1));
      }
      case OTHER -> {
        List<String> texts = BinaryText.readAll(in);
        yield new ModelEvent.Other(texts.get(0), texts.get(1));
      }
      default -> throw new IOException("expected a kind of event, found " + kind);
    };
  }

  private static void writeStarted(DataOutputStream out, ModelEvent.Started started)
      throws IOException {
    out.writeByte(STARTED);
    writeNullable(out, started.id());
    BinaryText.write(out, started.model());
    out.writeInt(started.headers().size());
    for (Map.Entry<String, List<String>> header : started.headers().entrySet()) {
      BinaryText.write(out, header.getKey());
      BinaryText.writeAll(out, header.getValue());
    }
  }

  private static ModelEvent readStarted(DataInputStream in) throws IOException {
    String id = readNullable(in);
    String model = BinaryText.read(in);
    int count = BinaryText.readCount(in);
    var headers = new LinkedHashMap<String, List<String>>();
    for (int i = 0; i < count; i++) {
      headers.put(BinaryText.read(in), BinaryText.readAll(in));
    }
    return new ModelEvent.Started(id, model, headers);
  }

  private static void writeTokens(DataOutputStream out, List<TokenProbability> tokens)
      throws IOException {
    out.writeInt(tokens.size());
    for (TokenProbability token : tokens) {
      byte[] bytes = token.utf8();
      out.writeInt(bytes.length);
      out.write(bytes);
      out.writeDouble(token.probability());
      writeTokens(out, token.alternatives());
    }
  }

  private static List<TokenProbability> readTokens(DataInputStream in) throws IOException {
    int count = BinaryText.readCount(in);
    var tokens = new ArrayList<TokenProbability>(count);
    for (int i = 0; i < count; i++) {
      byte[] bytes = in.readNBytes(BinaryText.readCount(in));
      var token = TokenProbability.of(bytes, in.readDouble());
      tokens.add(token.withAlternatives(readTokens(in)));
    }
    return tokens;
  }

  private static void writeText(DataOutputStream out, byte kind, String text) throws IOException {
    out.writeByte(kind);
    BinaryText.write(out, text);
  }

  private static void writeMode(DataOutputStream out, @Nullable ResponseMode mode)
      throws IOException {
    writeNullable(out, mode == null ? null : mode.name());
  }

  private static @Nullable ResponseMode readMode(DataInputStream in) throws IOException {
    String name = readNullable(in);
    return name == null ? null : ResponseMode.valueOf(name);
  }

  private static void writeNullable(DataOutputStream out, @Nullable String text)
      throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      BinaryText.write(out, text);
    }
  }

  private static @Nullable String readNullable(DataInputStream in) throws IOException {
    return in.readBoolean() ? BinaryText.read(in) : null;
  }
}
