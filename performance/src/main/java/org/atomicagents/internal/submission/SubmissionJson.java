package org.atomicagents.internal.submission;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.atomicagents.model.batch.BatchHandle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of submissions. */
public final class SubmissionJson {
  private static final String KIND = "atomic-agents-batch";
  private static final int VERSION = 1;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private SubmissionJson() {}

  /** Returns the JSON of a submission, indented. */
  public static String write(Submission submission) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("kind", KIND);
    root.put("version", VERSION);
    root.put("key", submission.key());
    root.put("provider", submission.provider());
    root.put("identity", submission.identity());
    root.put("created", submission.created().toString());
    root.put("items", submission.items());
    root.put("allItems", submission.isRead());
    root.put("complete", submission.isComplete());
    ObjectNode setup = root.putObject("setup");
    submission.setup().forEach(setup::put);
    ArrayNode rounds = root.putArray("rounds");
    submission.rounds().forEach(round -> write(round, rounds.addObject()));
    return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root);
  }

  private static void write(SubmissionRound round, ObjectNode target) {
    ArrayNode parts = target.putArray("batches");
    for (SubmissionPart part : round.parts()) {
      ObjectNode node = parts.addObject();
      node.put("key", part.key());
      BatchHandle batch = part.batch();
      if (batch == null) {
        node.putNull("id");
      } else {
        node.put("id", batch.id());
        ObjectNode details = node.putObject("details");
        batch.details().forEach(details::put);
      }
      node.put("first", part.first());
      node.put("items", part.items());
      node.put("requests", part.requests());
    }
    ObjectNode omitted = target.putObject("omitted");
    round.omitted().forEach((index, reason) -> omitted.put(index.toString(), reason));
  }

  /**
   * Returns the submission of a JSON text.
   *
   * @throws IllegalArgumentException if it is no submission
   */
  public static Submission read(String json) {
    JsonNode root;
    try {
      root = MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw invalid("expected JSON, found " + e.getOriginalMessage());
    }
    if (root == null || !root.isObject() || !KIND.equals(root.path("kind").asString(""))) {
      throw invalid("expected an object whose \"kind\" is \"" + KIND + "\"");
    }
    int version = root.path("version").asInt(0);
    if (version != VERSION) {
      throw invalid("expected version " + VERSION + ", found " + version);
    }
    String provider = text(root, "provider");
    String identity = text(root, "identity");
    var rounds = new ArrayList<SubmissionRound>();
    for (JsonNode round : array(root, "rounds")) {
      rounds.add(round(round, provider, identity));
    }
    return new Submission(
        text(root, "key"),
        provider,
        identity,
        time(root),
        number(root, "items"),
        root.path("allItems").asBoolean(false),
        root.path("complete").asBoolean(false),
        texts(root.path("setup")),
        rounds);
  }

  private static SubmissionRound round(JsonNode node, String provider, String identity) {
    var parts = new ArrayList<SubmissionPart>();
    long end = 0;
    for (JsonNode entry : array(node, "batches")) {
      JsonNode id = entry.path("id");
      BatchHandle batch =
          id.isString()
              ? new BatchHandle(provider, identity, id.stringValue(), texts(entry.path("details")))
              : null;
      var part =
          new SubmissionPart(
              text(entry, "key"),
              batch,
              number(entry, "first"),
              number(entry, "items"),
              (int) number(entry, "requests"));
      if (part.first() < end) {
        throw invalid("expected batches in the order of their items, found item " + part.first());
      }
      end = part.end();
      parts.add(part);
    }
    var omitted = new TreeMap<Long, String>();
    texts(node.path("omitted")).forEach((index, reason) -> omitted.put(index(index), reason));
    return new SubmissionRound(parts, omitted);
  }

  private static List<JsonNode> array(JsonNode node, String name) {
    JsonNode found = node.path(name);
    if (!found.isArray()) {
      throw invalid("expected an array \"" + name + "\"");
    }
    return new ArrayList<>(found.values());
  }

  private static String text(JsonNode node, String name) {
    JsonNode found = node.path(name);
    if (!found.isString()) {
      throw invalid("expected a text \"" + name + "\"");
    }
    return found.stringValue();
  }

  private static long number(JsonNode node, String name) {
    JsonNode found = node.path(name);
    if (!found.isIntegralNumber() || !found.canConvertToLong() || found.longValue() < 0) {
      throw invalid("expected a whole number \"" + name + "\"");
    }
    return found.longValue();
  }

  private static Instant time(JsonNode node) {
    try {
      return Instant.parse(text(node, "created"));
    } catch (DateTimeException e) {
      throw invalid("expected a time \"created\"");
    }
  }

  private static long index(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw invalid("expected the index of an item, found \"" + text + "\"");
    }
  }

  private static SequencedMap<String, String> texts(@Nullable JsonNode node) {
    var texts = new LinkedHashMap<String, String>();
    if (node != null) {
      for (Map.Entry<String, JsonNode> entry : node.properties()) {
        if (!entry.getValue().isString()) {
          throw invalid("expected a text \"" + entry.getKey() + "\"");
        }
        texts.put(entry.getKey(), entry.getValue().stringValue());
      }
    }
    return texts;
  }

  private static IllegalArgumentException invalid(String problem) {
    return new IllegalArgumentException(
        "Not a reference to a submitted batch: "
            + problem
            + ".\nPass the text that SubmittedBatch.toJson() returned.");
  }
}
