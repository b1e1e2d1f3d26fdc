package org.atomicagents.internal.provider;

import java.io.IOException;
import java.net.URI;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.OpenMedia;
import org.atomicagents.message.Role;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.exc.JacksonIOException;

/** A writer of the URLs and the data of media, and of the errors if they cannot be sent. */
public final class MediaDataWriter {
  private final JsonGenerator json;
  private final String model;
  private final boolean requiresHttp;

  /**
   * Creates a writer.
   *
   * @param model the name of the model, for messages
   * @param requiresHttp whether a URL of another scheme than http and https is an error
   */
  public MediaDataWriter(JsonGenerator json, String model, boolean requiresHttp) {
    this.json = json;
    this.model = model;
    this.requiresHttp = requiresHttp;
  }

  /**
   * Returns a description of the part, for the case that it cannot be sent.
   *
   * @param place the place of the part in the request
   * @throws ConfigurationException if no media policy has admitted the part
   */
  public Problem check(Media media, String place) {
    var problem = new Problem(media, place);
    if (!media.isTrusted()) {
      throw problem.of(
          "its source comes from data, and no media policy has admitted it. Pass it through"
              + " MediaPolicy.admit.");
    }
    return problem;
  }

  /** A description of a part that cannot be sent. */
  public final class Problem {
    private final Media media;
    private final String place;

    private Problem(Media media, String place) {
      this.media = media;
      this.place = place;
    }

    /** Returns the exception with a reason, which is a sentence. */
    public ConfigurationException of(String reason) {
      return refusal(model, media, place, reason);
    }
  }

  private static ConfigurationException refusal(
      String model, Media media, String place, String reason) {
    String location = media.location().isEmpty() ? "" : " from " + media.location();
    return ConfigurationException.of(
        "Model '%s' can't be sent %s (%s%s): %s"
            .formatted(model, place, media.getClass().getSimpleName(), location, reason));
  }

  /**
   * Checks that a system message or a response contains no media, which some protocols do not have.
   *
   * @param position the position of the message in the request, from 1
   * @throws ConfigurationException if it does
   */
  public static void requireMediaOfUser(Message message, int position, String model) {
    if (message.role() != Role.SYSTEM && message.role() != Role.ASSISTANT) {
      return;
    }
    for (int i = 0; i < message.parts().size(); i++) {
      if (message.parts().get(i) instanceof Media media) {
        throw refusal(model, media, place(i, position), "only messages of the user contain media.");
      }
    }
  }

  /**
   * Returns the place of a part in a request, for messages.
   *
   * @param index the index of the part, from 0
   * @param position the position of the message in the request, from 1
   */
  public static String place(int index, int position) {
    return "part " + (index + 1) + " of message " + position;
  }

  /** Writes the URL of a medium, or a data URL of its content. */
  public void writeUrlOrData(Media media, Problem problem) {
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
    if (requiresHttp && !scheme.startsWith("http")) {
      throw problem.of(
          "expected a URI that the provider can download, found the scheme " + scheme + ".");
    }
    return uri;
  }

  /**
   * Writes a medium that is not a URL by an action, which gets its media type and an action that
   * writes its content in Base64 as a JSON string.
   */
  public void writeContent(Media media, Problem problem, BiConsumer<String, Runnable> writer) {
    if (media.source() instanceof Media.Source.Inline inline) {
      writer.accept(media.mediaType(), () -> json.writeString(inline.base64()));
      return;
    }
    try (OpenMedia opened = open(media, problem)) {
      writer.accept(opened.mediaType(), () -> writeData("", opened, problem));
    }
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

  /** Returns the name of the file of a medium, or a fixed one. */
  public static String fileName(Media media) {
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
