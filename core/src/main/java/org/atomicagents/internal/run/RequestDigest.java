package org.atomicagents.internal.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Schema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A SHA-256 of parts of a request.
 *
 * <p>Each text is preceded by its length, so that different requests never have the same bytes. Not
 * thread-safe.
 */
final class RequestDigest {
  private final MessageDigest digest;
  private final boolean hasMaps;

  private RequestDigest(boolean hasMaps) {
    this.hasMaps = hasMaps;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns a digest of requests with inputs of a schema. */
  static RequestDigest of(Schema<?> input) {
    // The schema of a map has a schema of its values; that of a record has only "false" here.
    return new RequestDigest(input.jsonSchema().contains("\"additionalProperties\":{"));
  }

  /** Returns the hash of the added parts, in hexadecimal digits. */
  String hex() {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Adds the role and the parts of a message. */
  void add(Message message) {
    add("role", message.role().name());
    message.parts().forEach(this::addPart);
  }

  private void addPart(Content part) {
    switch (part) {
      case Content.Text text -> add("text", hasMaps ? sorted(text.text()) : text.text());
      case Content.ToolCall call -> {
        add("call", call.id());
        add("tool", call.name());
        add("arguments", call.arguments());
      }
      case Content.ToolResult result -> {
        add("result", result.callId());
        add("text", result.text());
      }
      case Content.Opaque opaque -> add("opaque " + opaque.provider(), opaque.json());
      case Content.CacheBoundary ignored -> {}
      case Media media -> {
        add("media", media.toString());
        addSource(media.source());
      }
    }
  }

  /** Returns a JSON object with sorted keys, since the keys of a map have no order. */
  private static String sorted(String text) {
    if (!text.startsWith("{")) {
      return text;
    }
    try {
      return sorted(JsonTree.read(text)).toString();
    } catch (JacksonException | IllegalArgumentException e) {
      return text; // a text that only begins like JSON
    }
  }

  private static JsonNode sorted(JsonNode node) {
    if (node.isArray()) {
      var items = JsonNodeFactory.instance.arrayNode();
      node.forEach(item -> items.add(sorted(item)));
      return items;
    }
    if (!node.isObject()) {
      return node;
    }
    var byKey = new TreeMap<String, JsonNode>();
    node.properties().forEach(field -> byKey.put(field.getKey(), sorted(field.getValue())));
    var fields = JsonNodeFactory.instance.objectNode();
    byKey.forEach(fields::set);
    return fields;
  }

  private void addSource(Media.Source source) {
    switch (source) {
      case Media.Source.Url url -> add("url", url.uri().toString());
      case Media.Source.Inline inline -> add("inline", inline.base64());
      case Media.Source.File file -> {
        add("file", file.path().toString());
        addVersion(file.path());
      }
    }
  }

  /** Adds the size and the time of the last change of a file, instead of its content. */
  private void addVersion(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      add("version", attributes.size() + " " + attributes.lastModifiedTime());
    } catch (IOException e) {
      add("version", "unreadable"); // reported when the file is sent
    }
  }

  /** Adds a text and its label. */
  void add(String label, String value) {
    addText(label);
    addText(value);
  }

  private void addText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
