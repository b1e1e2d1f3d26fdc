package org.atomicagents.anthropic;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.internal.provider.MediaDataWriter.Problem;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of content blocks, and of the marks of the cached prompt, of which the API accepts four.
 */
final class MessageBlockWriter {
  private static final int MAX_MARKS = 4;
  private static final Set<String> MEDIA_TYPES =
      Set.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf");

  private final JsonGenerator json;
  private final MediaDataWriter media;
  private final String ttl;
  private final int maxMarks;
  private final CallIds ids = new CallIds();
  private int marks;
  private int written;

  /**
   * Creates a writer.
   *
   * @param model the name of the model, for messages
   * @param ttl the lifetime of the cache
   * @param hasAutoMark whether the provider adds a mark of its own
   */
  MessageBlockWriter(JsonGenerator json, String model, String ttl, boolean hasAutoMark) {
    this.json = json;
    this.media = new MediaDataWriter(json, model, true);
    this.ttl = ttl;
    this.maxMarks = hasAutoMark ? MAX_MARKS - 1 : MAX_MARKS;
  }

  /** Counts the marks that will be written: the first and the last ones are, if there are more. */
  void countMarks(List<MessageBlock> blocks) {
    marks += (int) blocks.stream().filter(MessageBlock::isMarked).count();
  }

  /** Writes a list of blocks. */
  void write(List<MessageBlock> blocks) {
    json.writeStartArray();
    blocks.forEach(this::write);
    json.writeEndArray();
  }

  private void write(MessageBlock block) {
    if (block.content() instanceof Content.Opaque replayed) {
      json.writeRawValue(replayed.json());
      return;
    }
    json.writeStartObject();
    switch (block.content()) {
      case Content.Text text -> {
        json.writeStringProperty("type", "text");
        json.writeStringProperty("text", text.text());
      }
      case Content.ToolCall call -> writeCall(call);
      case Content.ToolResult result -> {
        json.writeStringProperty("type", "tool_result");
        json.writeStringProperty("tool_use_id", ids.ofResult(result.callId()));
        if (!result.text().isBlank()) {
          json.writeStringProperty("content", result.text());
        }
      }
      case Media file -> writeMedia(file, block.place());
      default -> {}
    }
    if (block.isMarked() && shouldMark()) {
      json.writeName("cache_control");
      writeCacheControl(json, ttl);
    }
    json.writeEndObject();
  }

  private boolean shouldMark() {
    int index = written++;
    return index == 0 || index > marks - maxMarks;
  }

  /** Writes the mark of a cached prompt. */
  static void writeCacheControl(JsonGenerator json, String ttl) {
    json.writeStartObject();
    json.writeStringProperty("type", "ephemeral");
    json.writeStringProperty("ttl", ttl);
    json.writeEndObject();
  }

  private void writeCall(Content.ToolCall call) {
    json.writeStringProperty("type", "tool_use");
    json.writeStringProperty("id", ids.ofCall(call.id()));
    json.writeStringProperty("name", call.name());
    // The name is the one that the documentation recommends.
    WireJson.writeField(json, "input", WireJson.argumentsOf(call.arguments(), "INVALID_JSON"));
  }

  private void writeMedia(Media file, String place) {
    Problem problem = media.check(file, place);
    String kind = file.kind().name().toLowerCase(Locale.ROOT);
    if (file.kind() == Media.Kind.AUDIO || file.kind() == Media.Kind.VIDEO) {
      throw problem.of("Claude accepts images and PDF documents only, no " + kind + ".");
    }
    json.writeStringProperty("type", file.kind() == Media.Kind.IMAGE ? "image" : "document");
    json.writeObjectPropertyStart("source");
    if (file.source() instanceof Media.Source.Url) {
      json.writeStringProperty("type", "url");
      json.writeName("url");
      media.writeUrlOrData(file, problem);
    } else {
      json.writeStringProperty("type", "base64");
      media.writeContent(
          file,
          problem,
          (mediaType, content) -> {
            if (!MEDIA_TYPES.contains(mediaType)) {
              throw problem.of(
                  "Claude accepts PNG, JPEG, GIF and WebP images, no %s. Convert it."
                      .formatted(mediaType));
            }
            json.writeStringProperty("media_type", mediaType);
            json.writeName("data");
            content.run();
          });
    }
    json.writeEndObject();
  }
}
