package org.atomicagents.openai;

import java.util.Locale;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.internal.provider.MediaDataWriter.Problem;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Video;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of content parts for images, audio, documents and videos.
 *
 * <p>Videos, and documents by URL, are extensions of OpenRouter
 * (https://openrouter.ai/docs/features/multimodal/overview) and of servers such as vLLM; OpenAI and
 * Azure have neither, which is an error before the request is sent.
 */
final class MediaWriter {
  private final JsonGenerator json;
  private final MediaDataWriter data;
  private final boolean isStandard;

  /**
   * Creates a writer.
   *
   * @param provider the id of the provider
   * @param model the name of the model, for messages
   */
  MediaWriter(JsonGenerator json, String provider, String model) {
    this.json = json;
    this.isStandard = isStandard(provider);
    this.data = new MediaDataWriter(json, model, isStandard);
  }

  /** Returns whether a provider is OpenAI or Azure, which accept no extensions. */
  static boolean isStandard(String provider) {
    return provider.equals("openai") || provider.equals("azure");
  }

  /**
   * Writes a part.
   *
   * @param place the place of the part in the request, for messages
   */
  void write(Media media, String place) {
    Problem problem = data.check(media, place);
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

  private void writeUrl(
      String type,
      Media media,
      @Nullable Double framesPerSecond,
      Media.@Nullable Detail detail,
      Problem problem) {
    json.writeStringProperty("type", type);
    json.writeObjectPropertyStart(type);
    json.writeName("url");
    data.writeUrlOrData(media, problem);
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
    data.writeContent(media, problem, (type, content) -> writeAudio(type, problem, content));
  }

  private void writeAudio(String mediaType, Problem problem, Runnable content) {
    String format = audioFormat(mediaType);
    if (isStandard && !format.equals("wav") && !format.equals("mp3")) {
      throw problem.of("expected WAV or MP3, found " + mediaType + ". Convert it.");
    }
    json.writeStringProperty("type", "input_audio");
    json.writeObjectPropertyStart("input_audio");
    json.writeName("data");
    content.run();
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
    json.writeStringProperty("filename", MediaDataWriter.fileName(media));
    json.writeName("file_data");
    data.writeUrlOrData(media, problem);
    json.writeEndObject();
  }

  private static String audioFormat(String mediaType) {
    return switch (mediaType.substring(mediaType.indexOf('/') + 1)) {
      case "mpeg", "mp3" -> "mp3";
      case "wav", "x-wav", "wave", "vnd.wave" -> "wav";
      case "mp4", "x-m4a", "m4a" -> "m4a";
      case String other -> other.startsWith("x-") ? other.substring(2) : other;
    };
  }
}
