package org.atomicagents.gemini;

import java.net.URI;
import java.net.URLConnection;
import java.util.Objects;
import java.util.regex.Pattern;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Media.Detail;
import org.atomicagents.message.Video;
import org.atomicagents.model.ModelRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of images, audio, documents and videos as parts.
 *
 * <p>Files and bytes are sent inline. A URI is that of an uploaded file
 * (https://ai.google.dev/gemini-api/docs/files), of a video of YouTube, of Cloud Storage, or of any
 * public file, which Google downloads. The detail of an image or a video is the resolution of its
 * part (https://ai.google.dev/gemini-api/docs/generate-content/media-resolution).
 */
final class GeminiMediaWriter {
  private static final int MAX_FRAMES = 24;
  private static final Pattern YOUTUBE = Pattern.compile("(?:www\\.)?youtu(?:be\\.com|\\.be)");

  private final JsonGenerator json;
  private final MediaDataWriter data;
  private final boolean acceptsDetail;

  GeminiMediaWriter(JsonGenerator json, ModelRequest request) {
    this.json = json;
    this.data = new MediaDataWriter(json, request.model(), false);
    this.acceptsDetail = request.rules().accepts(GeminiRules.DETAIL);
  }

  /**
   * Writes a part.
   *
   * @param place the place of the part in the request, for messages
   */
  void write(Media media, String place) {
    MediaDataWriter.Problem problem = data.check(media, place);
    json.writeStartObject();
    if (media.source() instanceof Media.Source.Url url) {
      json.writeObjectPropertyStart("fileData");
      String type = type(media, url.uri());
      if (type != null) {
        json.writeStringProperty("mimeType", type);
      }
      json.writeStringProperty("fileUri", url.uri().toString());
      json.writeEndObject();
    } else {
      json.writeObjectPropertyStart("inlineData");
      data.writeContent(
          media,
          problem,
          (type, content) -> {
            json.writeStringProperty("mimeType", type);
            json.writeName("data");
            content.run();
          });
      json.writeEndObject();
    }
    if (media instanceof Video video && video.framesPerSecond() != null) {
      writeFrameRate(video.framesPerSecond(), problem);
    }
    writeDetail(detail(media));
    json.writeEndObject();
  }

  /**
   * Returns the type of a file that Google downloads, which may have to be derived from its name;
   * null if the name does not reveal it. Videos of YouTube have none, but Vertex AI requires one.
   */
  private static @Nullable String type(Media media, URI uri) {
    String known = media.mediaType();
    if (!known.endsWith("*")) {
      return known;
    }
    String path = Objects.requireNonNullElse(uri.getPath(), "");
    String guess = URLConnection.guessContentTypeFromName(path);
    if (guess != null && guess.startsWith(known.substring(0, known.length() - 1))) {
      return guess;
    }
    boolean isVideo = media instanceof Video;
    return isVideo && YOUTUBE.matcher(String.valueOf(uri.getHost())).matches() ? "video/mp4" : null;
  }

  private void writeFrameRate(double framesPerSecond, MediaDataWriter.Problem problem) {
    if (framesPerSecond > MAX_FRAMES) {
      throw problem.of("expected up to 24 frames per second, found " + framesPerSecond + ".");
    }
    json.writeObjectPropertyStart("videoMetadata");
    json.writeNumberProperty("fps", framesPerSecond);
    json.writeEndObject();
  }

  /** Returns the detail of a medium; null if the model decides. */
  static @Nullable Detail detail(Media media) {
    Detail detail =
        switch (media) {
          case Image image -> image.detail();
          case Video video -> video.detail();
          default -> null;
        };
    return detail == Detail.AUTO ? null : detail;
  }

  private void writeDetail(@Nullable Detail detail) {
    if (detail != null && acceptsDetail) {
      json.writeObjectPropertyStart("mediaResolution");
      json.writeStringProperty("level", "MEDIA_RESOLUTION_" + detail);
      json.writeEndObject();
    }
  }
}
