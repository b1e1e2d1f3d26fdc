package org.atomicagents.internal.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HexFormat;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;

/** The content of a message as a hash. */
public final class InputText {
  private InputText() {}

  /**
   * Returns a SHA-256 hash, in hexadecimal, of all parts of a message; of a file, of its path, its
   * size and the time of its last change, as in the fingerprint of a run.
   */
  public static String hash(Message message) {
    var digest = new KeyDigest();
    message.parts().forEach(part -> add(digest, part));
    return HexFormat.of().formatHex(digest.finish());
  }

  private static void add(KeyDigest digest, Content part) {
    switch (part) {
      case Content.Text text -> digest.add("text").add(text.text());
      case Content.ToolCall call -> digest.add("call").add(call.name()).add(call.arguments());
      case Content.ToolResult result -> digest.add("result").add(result.text());
      case Content.Opaque opaque -> digest.add("opaque").add(opaque.json());
      case Content.CacheBoundary ignored -> {}
      case Media media -> {
        digest.add("media").add(media.toString());
        digest.add(source(media.source()));
      }
    }
  }

  private static String source(Media.Source source) {
    return switch (source) {
      case Media.Source.Url url -> url.uri().toString();
      case Media.Source.Inline inline -> inline.base64();
      case Media.Source.File file -> file.path() + " " + version(file.path());
    };
  }

  private static String version(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return attributes.size() + " " + attributes.lastModifiedTime();
    } catch (IOException e) {
      return "unreadable"; // reported when the file is sent
    }
  }
}
