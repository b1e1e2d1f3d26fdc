package org.atomicagents.openai;

import java.util.Locale;
import org.atomicagents.internal.provider.MediaDataWriter;
import org.atomicagents.internal.provider.MediaDataWriter.Problem;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.Media.Detail;
import tools.jackson.core.JsonGenerator;

/**
 * A writer of images and documents as content parts of the Responses API.
 *
 * <p>The API accepts neither audio nor videos, which is an error before the request is sent.
 * Source: https://platform.openai.com/docs/api-reference/responses/create.
 */
final class ResponsesMediaWriter {
  private final JsonGenerator json;
  private final MediaDataWriter data;

  ResponsesMediaWriter(JsonGenerator json, String provider, String model) {
    this.json = json;
    this.data = new MediaDataWriter(json, model, MediaWriter.isStandard(provider));
  }

  /**
   * Writes a part.
   *
   * @param place the place of the part in the request, for messages
   */
  void write(Media media, String place) {
    Problem problem = data.check(media, place);
    json.writeStartObject();
    if (media instanceof Image image) {
      writeImage(image, problem);
    } else if (media.kind() == Media.Kind.AUDIO || media.kind() == Media.Kind.VIDEO) {
      throw problem.of(
          "the Responses API accepts images and documents only. Use OpenAi.chat for audio.");
    } else {
      writeDocument(media, problem);
    }
    json.writeEndObject();
  }

  private void writeImage(Image image, Problem problem) {
    json.writeStringProperty("type", "input_image");
    json.writeName("image_url");
    data.writeUrlOrData(image, problem);
    Detail detail = image.detail();
    if (detail != null) {
      json.writeStringProperty("detail", detail.name().toLowerCase(Locale.ROOT));
    }
  }

  private void writeDocument(Media document, Problem problem) {
    json.writeStringProperty("type", "input_file");
    if (document.source() instanceof Media.Source.Url) {
      json.writeName("file_url");
    } else {
      json.writeStringProperty("filename", MediaDataWriter.fileName(document));
      json.writeName("file_data");
    }
    data.writeUrlOrData(document, problem);
  }
}
