package org.atomicagents.internal.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.atomicagents.message.Content;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Media.Detail;
import org.atomicagents.message.Media.Source;
import org.atomicagents.message.Video;
import tools.jackson.core.JsonGenerator;

/**
 * The JSON form of the parts of a message: an object with one key, the kind of the part.
 *
 * <p>Media are stored by reference, with the kind of the source as the key: {@code url}, {@code
 * file}, or {@code base64} for data without a location. Read media are untrusted, unless they are
 * the parts of a request that was trusted when it was written.
 */
public final class PartJson {
  private static final String TEXT = "text";
  private static final String TOOL_CALL = "toolCall";
  private static final String TOOL_RESULT = "toolResult";
  private static final String OPAQUE = "opaque";
  private static final String CACHE_BOUNDARY = "cacheBoundary";
  private static final String MEDIA = "media";
  private static final String LOCATION = "location";
  private static final String TRUSTED = "trusted";

  private PartJson() {}

  /** Writes the parts of a message as a list. */
  public static void write(JsonGenerator json, List<Content> parts) {
    write(json, parts, false);
  }

  /** Writes the parts of a message of a request as a list, with the origins of media. */
  public static void writeRequest(JsonGenerator json, List<Content> parts) {
    write(json, parts, true);
  }

  private static void write(JsonGenerator json, List<Content> parts, boolean hasOrigins) {
    json.writeStartArray();
    for (Content part : parts) {
      json.writeStartObject();
      write(json, part, hasOrigins);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void write(JsonGenerator json, Content part, boolean hasOrigins) {
    switch (part) {
      case Content.Text text -> json.writeStringProperty(TEXT, text.text());
      case Content.ToolCall call -> {
        json.writeObjectPropertyStart(TOOL_CALL);
        json.writeStringProperty("id", call.id());
        json.writeStringProperty("name", call.name());
        json.writeStringProperty("arguments", call.arguments());
        json.writeEndObject();
      }
      case Content.ToolResult result -> {
        json.writeObjectPropertyStart(TOOL_RESULT);
        json.writeStringProperty("callId", result.callId());
        json.writeStringProperty("name", result.name());
        json.writeStringProperty("text", result.text());
        json.writeEndObject();
      }
      case Content.Opaque opaque -> {
        json.writeObjectPropertyStart(OPAQUE);
        json.writeStringProperty("provider", opaque.provider());
        if (!opaque.model().isEmpty()) {
          json.writeStringProperty("model", opaque.model());
        }
        json.writeStringProperty("json", opaque.json());
        json.writeEndObject();
      }
      case Content.CacheBoundary boundary -> json.writeBooleanProperty(CACHE_BOUNDARY, true);
      case Media media -> {
        json.writeObjectPropertyStart(MEDIA);
        json.writeStringProperty("kind", media.kind().name().toLowerCase(Locale.ROOT));
        json.writeStringProperty("mediaType", media.mediaType());
        writeSource(json, media.source());
        writeOptions(json, media);
        if (hasOrigins) {
          json.writeStringProperty(LOCATION, media.location());
          json.writeBooleanProperty(TRUSTED, media.isTrusted());
        }
        json.writeEndObject();
      }
    }
  }

  private static void writeSource(JsonGenerator json, Source source) {
    switch (source) {
      case Source.Url url -> json.writeStringProperty("url", url.uri().toString());
      case Source.File file -> json.writeStringProperty("file", file.path().toString());
      case Source.Inline inline -> json.writeStringProperty("base64", inline.base64());
    }
  }

  private static void writeOptions(JsonGenerator json, Media media) {
    Detail detail =
        switch (media) {
          case Image image -> image.detail();
          case Video video -> video.detail();
          default -> null;
        };
    if (detail != null) {
      json.writeStringProperty("detail", detail.name());
    }
    if (media instanceof Video video && video.framesPerSecond() != null) {
      json.writeStringProperty("framesPerSecond", String.valueOf(video.framesPerSecond()));
    }
  }

  /**
   * Returns the part of an object.
   *
   * @throws IllegalArgumentException if it is none, or of an unknown kind
   */
  public static Content read(JsonObjectReader json) {
    return read(json, PartJson::readMedia);
  }

  /**
   * Returns the part of {@link #writeRequest}. Trusted media are trusted again, apart from files: a
   * path means another file, or none, in another process.
   *
   * @throws IllegalArgumentException if it is none, or of an unknown kind
   */
  public static Content readRequest(JsonObjectReader json) {
    return read(json, PartJson::readRequestMedia);
  }

  private static Content read(JsonObjectReader json, Function<JsonObjectReader, Media> media) {
    List<String> keys = json.keys();
    String kind = keys.size() == 1 ? keys.getFirst() : "";
    return switch (kind) {
      case TEXT -> new Content.Text(json.text(TEXT));
      case TOOL_CALL ->
          readWhole(
              json.object(TOOL_CALL),
              call ->
                  new Content.ToolCall(call.text("id"), call.text("name"), call.text("arguments")));
      case TOOL_RESULT ->
          readWhole(
              json.object(TOOL_RESULT),
              result ->
                  new Content.ToolResult(
                      result.text("callId"), result.text("name"), result.text("text")));
      case OPAQUE ->
          readWhole(
              json.object(OPAQUE),
              opaque ->
                  new Content.Opaque(
                      opaque.text("provider"),
                      opaque.optionalText("model").orElse(""),
                      opaque.text("json")));
      case CACHE_BOUNDARY -> new Content.CacheBoundary();
      case MEDIA -> readWhole(json.object(MEDIA), media);
      default -> throw json.unknownKind();
    };
  }

  private static <C extends Content> C readWhole(
      JsonObjectReader json, Function<JsonObjectReader, C> reader) {
    C part = reader.apply(json);
    json.requireNoOtherKeys();
    return part;
  }

  private static Media readMedia(JsonObjectReader json) {
    return withOptions(
        json, Media.untrusted(readKind(json), json.text("mediaType"), readSource(json)));
  }

  private static Media readRequestMedia(JsonObjectReader json) {
    Media.Kind kind = readKind(json);
    String mediaType = json.text("mediaType");
    Source source = readSource(json);
    boolean isTrusted = json.flag(TRUSTED) && !(source instanceof Source.File);
    Media media =
        isTrusted ? Media.of(kind, mediaType, source) : Media.untrusted(kind, mediaType, source);
    return withOptions(json, media).at(json.text(LOCATION));
  }

  private static Media.Kind readKind(JsonObjectReader json) {
    return switch (json.text("kind")) {
      case "image" -> Media.Kind.IMAGE;
      case "audio" -> Media.Kind.AUDIO;
      case "pdf" -> Media.Kind.PDF;
      case "video" -> Media.Kind.VIDEO;
      default -> throw json.expected("kind", "image, audio, pdf or video");
    };
  }

  private static Media withOptions(JsonObjectReader json, Media media) {
    Optional<Detail> detail = json.optionalText("detail").map(Detail::valueOf);
    return switch (media) {
      case Image image -> detail.map(image::withDetail).orElse(image);
      case Video video -> {
        Video detailed = detail.map(video::withDetail).orElse(video);
        yield json.optionalText("framesPerSecond")
            .map(Double::valueOf)
            .map(detailed::withFramesPerSecond)
            .orElse(detailed);
      }
      default -> media;
    };
  }

  private static Source readSource(JsonObjectReader json) {
    if (json.has("url")) {
      return new Source.Url(URI.create(json.text("url")));
    }
    if (json.has("file")) {
      return new Source.File(Path.of(json.text("file")));
    }
    return new Source.Inline(json.text("base64"));
  }
}
