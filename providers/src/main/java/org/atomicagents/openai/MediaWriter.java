package org.atomicagents.openai;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Media;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of content parts for images, audio, documents and videos.
 *
 * <p>Videos, and documents by URL, are extensions of OpenRouter
 * (https://openrouter.ai/docs/features/multimodal/overview); other providers return an error.
 */
final class MediaWriter {
  private final JsonGenerator json;

  MediaWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(Media media) {
    json.writeStartObject();
    switch (media.kind()) {
      case IMAGE -> writeUrl("image_url", media);
      case VIDEO -> writeUrl("video_url", media);
      case AUDIO -> writeAudio(media);
      case DOCUMENT -> writeDocument(media);
    }
    json.writeEndObject();
  }

  private void writeUrl(String type, Media media) {
    json.writeStringProperty("type", type);
    json.writeObjectPropertyStart(type);
    json.writeStringProperty("url", urlOf(media));
    json.writeEndObject();
  }

  private void writeAudio(Media media) {
    if (media.source() instanceof Media.Source.Url) {
      throw new IllegalArgumentException(
          "Audio by URL is not supported: the protocol accepts audio as inline data only.\n"
              + "Download the file, and pass its bytes to Media.audio.");
    }
    json.writeStringProperty("type", "input_audio");
    json.writeObjectPropertyStart("input_audio");
    json.writeStringProperty("data", base64(media.source()));
    json.writeStringProperty("format", audioFormat(media.mediaType()));
    json.writeEndObject();
  }

  private void writeDocument(Media media) {
    json.writeStringProperty("type", "file");
    json.writeObjectPropertyStart("file");
    json.writeStringProperty("filename", fileName(media));
    json.writeStringProperty("file_data", urlOf(media));
    json.writeEndObject();
  }

  private static String urlOf(Media media) {
    return media.source() instanceof Media.Source.Url url
        ? url.uri().toString()
        : "data:" + media.mediaType() + ";base64," + base64(media.source());
  }

  private static String base64(Media.Source source) {
    return switch (source) {
      case Media.Source.Inline inline -> inline.base64();
      case Media.Source.File file -> read(file.path());
      case Media.Source.Url url -> throw new IllegalArgumentException("A URL has no inline data.");
    };
  }

  private static String read(Path path) {
    try {
      return Base64.getEncoder().encodeToString(Files.readAllBytes(path));
    } catch (IOException e) {
      throw ConfigurationException.of(
          "Could not read the media file %s (%s).\nCheck the path and its permissions."
              .formatted(path, e.getClass().getSimpleName()));
    }
  }

  private static String audioFormat(String mediaType) {
    return switch (subtype(mediaType)) {
      case "mpeg", "mp3" -> "mp3";
      case "wav", "x-wav", "wave", "vnd.wave" -> "wav";
      case String other -> other;
    };
  }

  private static String fileName(Media media) {
    return switch (media.source()) {
      case Media.Source.File file ->
          Objects.requireNonNullElse(file.path().getFileName(), file.path()).toString();
      case Media.Source.Url url -> lastSegment(url.uri().getPath(), media.mediaType());
      case Media.Source.Inline inline -> "document." + subtype(media.mediaType());
    };
  }

  private static String lastSegment(String path, String mediaType) {
    String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
    return last.isEmpty() ? "document." + subtype(mediaType) : last;
  }

  private static String subtype(String mediaType) {
    String subtype = mediaType.substring(mediaType.indexOf('/') + 1).toLowerCase(Locale.ROOT);
    int parameters = subtype.indexOf(';');
    return (parameters < 0 ? subtype : subtype.substring(0, parameters)).strip();
  }
}
