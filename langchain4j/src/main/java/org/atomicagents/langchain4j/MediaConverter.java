package org.atomicagents.langchain4j;

import dev.langchain4j.data.audio.Audio;
import dev.langchain4j.data.message.AudioContent;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.PdfFileContent;
import dev.langchain4j.data.message.VideoContent;
import dev.langchain4j.data.pdf.PdfFile;
import dev.langchain4j.data.video.Video;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.OpenMedia;
import org.jspecify.annotations.Nullable;

/**
 * A converter of media to the contents of LangChain4j: a URI that the provider downloads, or data
 * in Base64.
 *
 * @param model the name of the model, for messages
 */
record MediaConverter(String model) {

  /**
   * Returns the content.
   *
   * @param place the place of the medium in the request, for messages
   * @throws ConfigurationException if no media policy has admitted the medium, or if its data
   *     cannot be read
   */
  Content convert(Media media, String place) {
    if (!media.isTrusted()) {
      throw problem(
          media,
          place,
          "its source comes from data, and no media policy has admitted it. Pass it through"
              + " MediaPolicy.admit.");
    }
    return switch (media.source()) {
      case Media.Source.Url url -> ofUri(media, url.uri());
      case Media.Source.Inline inline -> ofData(media, inline.base64(), media.mediaType());
      case Media.Source.File file -> ofFile(media, place);
    };
  }

  private Content ofFile(Media media, String place) {
    try (OpenMedia opened = media.at("").open()) {
      byte[] data = opened.data().readAllBytes();
      return ofData(media, Base64.getEncoder().encodeToString(data), opened.mediaType());
    } catch (IOException e) {
      throw problem(media, place, String.valueOf(e.getMessage()));
    }
  }

  private static Content ofUri(Media media, URI uri) {
    return switch (media.kind()) {
      case IMAGE -> ImageContent.from(uri, detail(media));
      case AUDIO -> AudioContent.from(uri);
      case PDF -> PdfFileContent.from(uri);
      case VIDEO -> VideoContent.from(uri);
    };
  }

  private static Content ofData(Media media, String base64, String mediaType) {
    return switch (media.kind()) {
      case IMAGE -> ImageContent.from(base64, mediaType, detail(media));
      case AUDIO ->
          AudioContent.from(Audio.builder().base64Data(base64).mimeType(mediaType).build());
      case PDF ->
          PdfFileContent.from(PdfFile.builder().base64Data(base64).mimeType(mediaType).build());
      case VIDEO ->
          VideoContent.from(Video.builder().base64Data(base64).mimeType(mediaType).build());
    };
  }

  private static ImageContent.DetailLevel detail(Media media) {
    Media.Detail detail = media instanceof Image image ? image.detail() : null;
    return switch (detail) {
      case LOW -> ImageContent.DetailLevel.LOW;
      case HIGH -> ImageContent.DetailLevel.HIGH;
      // LangChain4j's own default is LOW.
      case AUTO -> ImageContent.DetailLevel.AUTO;
      case null -> ImageContent.DetailLevel.AUTO;
    };
  }

  private ConfigurationException problem(Media media, String place, @Nullable String reason) {
    String location = media.location().isEmpty() ? "" : " from " + media.location();
    return ConfigurationException.of(
        "Model '%s' can't be sent %s (%s%s): %s"
            .formatted(model, place, media.getClass().getSimpleName(), location, reason));
  }
}
