package org.atomicagents.internal.request;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.TreeMap;
import java.util.function.Function;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.schema.Schema;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The SHA-256 of one message: of its role and all its parts. */
public enum MessageHash {
  /** Of the texts as they are. */
  EXACT(false),
  /** Of JSON texts with sorted keys, since the keys of a map have no order. */
  SORTED(true);

  /**
   * Returns the hash of a message, to be cached; empty if it depends on more than the message, such
   * as a file of its media.
   */
  @SuppressWarnings("ImmutableEnumChecker") // The lambda uses constant fields only.
  final Function<Message, byte[]> cached;

  private final boolean isSorted;

  MessageHash(boolean isSorted) {
    this.isSorted = isSorted;
    this.cached = message -> isConstant(message) ? of(message) : new byte[0];
  }

  /** Returns the hash for requests with inputs of a schema. */
  public static MessageHash of(Schema<?> input) {
    // The schema of a map has a schema of its values; that of a record has only "false" here.
    return input.jsonSchema().contains("\"additionalProperties\":{") ? SORTED : EXACT;
  }

  private static boolean isConstant(Message message) {
    for (Content part : message.parts()) {
      if (part instanceof Media media && media.source() instanceof Media.Source.File) {
        return false;
      }
    }
    return true;
  }

  /** Returns the hash of a message. */
  byte[] of(Message message) {
    var digest = new RequestDigest();
    digest.add("role", message.role().name());
    for (Content part : message.parts()) {
      add(digest, part);
    }
    return digest.finish();
  }

  private void add(RequestDigest digest, Content part) {
    switch (part) {
      case Content.Text text -> digest.add("text", isSorted ? sorted(text.text()) : text.text());
      case Content.ToolCall call -> {
        digest.add("call", call.id());
        digest.add("tool", call.name());
        digest.add("arguments", call.arguments());
      }
      case Content.ToolResult result -> {
        digest.add("result", result.callId());
        digest.add("from", result.name());
        digest.add("text", result.text());
      }
      case Content.Opaque opaque ->
          digest.add("opaque " + opaque.provider() + " " + opaque.model(), opaque.json());
      case Content.CacheBoundary ignored -> {}
      case Media media -> {
        digest.add("media", media.toString());
        addSource(digest, media.source());
      }
    }
  }

  /** Returns a JSON object with sorted keys. */
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

  private static void addSource(RequestDigest digest, Media.Source source) {
    switch (source) {
      case Media.Source.Url url -> digest.add("url", url.uri().toString());
      case Media.Source.Inline inline -> digest.add("inline", inline.base64());
      case Media.Source.File file -> {
        digest.add("file", file.path().toString());
        addVersion(digest, file.path());
      }
    }
  }

  /** Adds the size and the time of the last change of a file, instead of its content. */
  private static void addVersion(RequestDigest digest, Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      digest.add("version", attributes.size() + " " + attributes.lastModifiedTime());
    } catch (IOException e) {
      digest.add("version", "unreadable"); // reported when the file is sent
    }
  }
}
