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
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.message.Content;
import org.atomicagents.message.Media;
import org.atomicagents.message.Message;
import org.atomicagents.message.Role;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.ParameterRules;
import org.atomicagents.model.Sampling;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A SHA-256 of everything that determines a response.
 *
 * <p>Each text is preceded by its length, so that different requests never have the same bytes.
 */
public final class RequestFingerprint {
  private final MessageDigest digest;
  private final boolean hasMaps;

  private RequestFingerprint(boolean hasMaps) {
    this.hasMaps = hasMaps;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Returns the fingerprint of a run, in hexadecimal digits. */
  public static String of(RunPlan<?> plan) {
    // The schema of a map has a schema of its values; that of a record has only "false" here.
    boolean hasMaps = plan.input().jsonSchema().contains("\"additionalProperties\":{");
    var fingerprint = new RequestFingerprint(hasMaps);
    ModelRequest request = plan.request();
    fingerprint.add("client", plan.config().model().client().identity());
    fingerprint.add("model", plan.config().model().name());
    fingerprint.addRules(request.rules());
    fingerprint.addTypes(plan);
    fingerprint.addSampling(request.sampling());
    fingerprint.addMessages(plan, request.messages());
    return HexFormat.of().formatHex(fingerprint.digest.digest());
  }

  private void addRules(ParameterRules rules) {
    add("refused", new TreeSet<>(rules.unsupported()).toString());
    add("renamed", new TreeMap<>(rules.renamed()).toString());
    add("systemRole", rules.systemRole());
  }

  private void addTypes(RunPlan<?> plan) {
    OutputFormat output = plan.format();
    add("input", plan.input().type().getTypeName());
    add("output", plan.output().schema().type().getTypeName());
    add("strictness", plan.output().strictness().name());
    plan.output().checks().forEach(check -> add("check " + check.path(), check.message()));
    add("mode", output.mode().name());
    add("name", output.name());
    add("description", output.description());
    add("schema", output.schema());
    add("strict", String.valueOf(output.strictSchema()));
  }

  private void addSampling(Sampling sampling) {
    add("temperature", String.valueOf(sampling.temperature()));
    add("topP", String.valueOf(sampling.topP()));
    add("maxTokens", String.valueOf(sampling.maxTokens()));
    sampling.stop().forEach(stop -> add("stop", stop));
    add("seed", String.valueOf(sampling.seed()));
    add("reasoningEffort", String.valueOf(sampling.reasoningEffort()));
    new TreeMap<>(sampling.extra()).forEach((name, json) -> add("extra " + name, json));
  }

  private void addMessages(RunPlan<?> plan, List<Message> messages) {
    boolean prompted = !plan.prompt().text().isEmpty();
    for (int i = 0; i < messages.size(); i++) {
      Message message =
          i == 0 && prompted ? Message.system(plan.prompt().fingerprintText()) : messages.get(i);
      addRole(message.role());
      message.parts().forEach(this::addPart);
    }
  }

  private void addRole(Role role) {
    add("role", role.name());
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

  private void add(String label, String value) {
    addText(label);
    addText(value);
  }

  private void addText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
    digest.update(bytes);
  }
}
