package org.atomicagents.internal.request;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.atomicagents.message.Audio;
import org.atomicagents.message.Image;
import org.atomicagents.message.Media;
import org.atomicagents.message.OpenMedia;
import org.atomicagents.message.Pdf;
import org.atomicagents.message.Video;

/**
 * The hash of a medium by its content: a file has the hash of equal inline data, and copies of a
 * file have one hash.
 */
final class MediaHash {
  private MediaHash() {}

  /** Adds the kind, the options and the content of a medium. */
  static void add(RequestDigest digest, Media media) {
    digest.add("media", media.kind().name());
    digest.add("options", options(media));
    switch (media.source()) {
      case Media.Source.Url url -> {
        digest.add("mediaType", media.mediaType());
        digest.add("url", url.uri().toString());
      }
      case Media.Source.Inline inline -> addContent(digest, media, inline.base64());
      case Media.Source.File file -> addContent(digest, media, file.path().toString());
    }
  }

  private static String options(Media media) {
    return switch (media) {
      case Image image -> String.valueOf(image.detail());
      case Video video -> video.detail() + " " + video.framesPerSecond();
      case Audio audio -> "";
      case Pdf pdf -> "";
    };
  }

  private static void addContent(RequestDigest digest, Media media, String source) {
    try (OpenMedia opened = media.open()) {
      byte[] hash = hash(opened.data());
      digest.add("mediaType", opened.mediaType());
      digest.add(hash);
    } catch (IOException e) {
      digest.add("mediaType", media.mediaType());
      digest.add("unreadable", source); // reported when the medium is sent
    }
  }

  private static byte[] hash(InputStream data) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      try (var hashed = new DigestInputStream(data, digest)) {
        hashed.transferTo(OutputStream.nullOutputStream());
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }
}
