package org.atomicagents.openai;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.OpenMedia;
import org.atomicagents.message.Video;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/**
 * A writer of content parts for images, audio, documents and videos.
 *
 * <p>Videos, and documents by URL, are extensions of OpenRouter
 * (https://openrouter.ai/docs/features/multimodal/overview) and of servers such as vLLM; OpenAI and
 * Azure have neither, which is an error before the request is sent.
 */
final class MediaWriter {
  private static final Set<String> STANDARD_PROVIDERS = Set.of("openai", "azure");

  private final JsonGenerator json;
  private final boolean isStandard;
  private final String model;

  /**
   * Creates a writer.
   *
   * @param provider the id of the provider
   * @param model the name of the model, for messages
   */
  MediaWriter(JsonGenerator json, String provider, String model) {
    this.json = json;
    this.isStandard = STANDARD_PROVIDERS.contains(provider);
    this.model = model;
  }

  /**
   * Writes a part.
   *
   * @param place the place of the part in the request, for messages
   */
  void write(Media media, String place) {
    var problem = new Problem(media, place);
    if (!media.isTrusted()) {
      throw problem.of(
          "its source comes from data, and no media policy has admitted it. Pass it through"
              + " MediaPolicy.admit.");
    }
    json.writeStartObject();
    switch (media) {
      case Image image -> writeUrl("image_url", image, null, image.detail(), problem);
      case Video video -> {
        if (isStandard) {
          throw problem.of("the provider accepts no videos. Send images of single frames.");
        }
        writeUrl("video_url", video, video.framesPerSecond(), video.detail(), problem);
      }
      default -> {
        if (media.kind() == Media.Kind.AUDIO) {
          writeAudio(media, problem);
        } else {
          writeDocument(media, problem);
        }
      }
    }
    json.writeEndObject();
  }

  /** A description of a part that cannot be sent. */
  private final class Problem {
    private final Media media;
    private final String place;

    Problem(Media media, String place) {
      this.media = media;
      this.place = place;
    }

    ConfigurationException of(String reason) {
      String location = media.location().isEmpty() ? "" : " from " + media.location();
      return ConfigurationException.of(
          "Model '%s' can't be sent %s (%s%s): %s"
              .formatted(model, place, media.getClass().getSimpleName(), location, reason));
    }
  }

  private void writeUrl(
      String type,
      Media media,
      @Nullable Double framesPerSecond,
      Media.@Nullable Detail detail,
      Problem problem) {
    json.writeStringProperty("type", type);
    json.writeObjectPropertyStart(type);
    json.writeName("url");
    writeUrlOrData(media, problem);
    if (framesPerSecond != null) {
      json.writeNumberProperty("fps", framesPerSecond);
    }
    if (detail != null) {
      json.writeStringProperty("detail", detail.name().toLowerCase(Locale.ROOT));
    }
    json.writeEndObject();
  }

  private void writeAudio(Media media, Problem problem) {
    if (media.source() instanceof Media.Source.Url) {
      throw problem.of(
          "the protocol accepts audio as inline data only. Download it with MediaDownloader, or"
              + " create it from a file or bytes.");
    }
    if (media.source() instanceof Media.Source.Inline inline) {
      writeAudio(media.mediaType(), problem, () -> json.writeString(inline.base64()));
      return;
    }
    try (OpenMedia data = open(media, problem)) {
      writeAudio(data.mediaType(), problem, () -> writeData("", data, problem));
    }
  }

  private void writeAudio(String mediaType, Problem problem, Runnable data) {
    String format = audioFormat(mediaType);
    if (isStandard && !format.equals("wav") && !format.equals("mp3")) {
      throw problem.of("expected WAV or MP3, found " + mediaType + ". Convert it.");
    }
    json.writeStringProperty("type", "input_audio");
    json.writeObjectPropertyStart("input_audio");
    json.writeName("data");
    data.run();
    json.writeStringProperty("format", format);
    json.writeEndObject();
  }

  private void writeDocument(Media media, Problem problem) {
    if (isStandard && media.source() instanceof Media.Source.Url) {
      throw problem.of(
          "the protocol accepts documents as inline data only. Download it with MediaDownloader, or"
              + " create it from a file or bytes.");
    }
    json.writeStringProperty("type", "file");
    json.writeObjectPropertyStart("file");
    json.writeStringProperty("filename", fileName(media));
    json.writeName("file_data");
    writeUrlOrData(media, problem);
    json.writeEndObject();
  }

  private void writeUrlOrData(Media media, Problem problem) {
    switch (media.source()) {
      case Media.Source.Url url -> json.writeString(requireHttp(url.uri(), problem).toString());
      case Media.Source.Inline inline ->
          json.writeString("data:" + media.mediaType() + ";base64," + inline.base64());
      case Media.Source.File file -> {
        try (OpenMedia data = open(media, problem)) {
          writeData("data:" + data.mediaType() + ";base64,", data, problem);
        }
      }
    }
  }

  private URI requireHttp(URI uri, Problem problem) {
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (isStandard && !scheme.startsWith("http")) {
      throw problem.of(
          "expected a URI that the provider can download, found the scheme " + scheme + ".");
    }
    return uri;
  }

  private static OpenMedia open(Media media, Problem problem) {
    try {
      return media.at("").open();
    } catch (IOException e) {
      // The place of the part replaces the name of the kind.
      String kind = media.getClass().getSimpleName() + ": ";
      throw problem.of(String.valueOf(e.getMessage()).substring(kind.length()));
    }
  }

  private void writeData(String prefix, OpenMedia data, Problem problem) {
    try {
      json.writeString(new Base64Reader(prefix, data.data()), -1);
    } catch (JacksonIOException e) {
      throw problem.of("its data could not be read: " + e.getOriginalMessage() + ".");
    }
  }

  private static String audioFormat(String mediaType) {
    return switch (mediaType.substring(mediaType.indexOf('/') + 1)) {
      case "mpeg", "mp3" -> "mp3";
      case "wav", "x-wav", "wave", "vnd.wave" -> "wav";
      case "mp4", "x-m4a", "m4a" -> "m4a";
      case String other -> other.startsWith("x-") ? other.substring(2) : other;
    };
  }

  private static String fileName(Media media) {
    String name =
        switch (media.source()) {
          case Media.Source.File file ->
              Objects.requireNonNullElse(file.path().getFileName(), file.path()).toString();
          case Media.Source.Url url -> {
            String path = Objects.requireNonNullElse(url.uri().getPath(), "");
            yield path.substring(path.lastIndexOf('/') + 1);
          }
          case Media.Source.Inline inline -> "";
        };
    return name.isEmpty() ? "document.pdf" : name;
  }
}
