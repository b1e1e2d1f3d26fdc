package org.atomicagents.gemini;

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
      // The type of a file that was not read may be unknown, as in "image/*".
      if (!media.mediaType().endsWith("*")) {
        json.writeStringProperty("mimeType", media.mediaType());
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
