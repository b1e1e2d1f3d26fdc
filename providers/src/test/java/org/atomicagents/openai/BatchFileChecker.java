package org.atomicagents.openai;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A checker of the input files of OpenAI's batches, by
 * https://platform.openai.com/docs/api-reference/batch/request-input and
 * https://platform.openai.com/docs/guides/batch.
 */
final class BatchFileChecker {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final Set<String> FIELDS = Set.of("custom_id", "method", "url", "body");
  private static final Set<String> ENDPOINTS = Set.of("/v1/chat/completions", "/v1/responses");
  private static final int MAX_REQUESTS = 50_000;

  private final String endpoint;
  private final List<String> defects = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private final Set<String> models = new HashSet<>();

  private BatchFileChecker(String endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Returns the defects of a file.
   *
   * @param endpoint the endpoint of the batch that is created from the file
   */
  static List<String> check(String file, String endpoint) {
    var checker = new BatchFileChecker(endpoint);
    checker.require(ENDPOINTS.contains(endpoint), "unknown endpoint " + endpoint);
    List<String> lines = file.lines().toList();
    checker.require(!lines.isEmpty(), "no requests");
    checker.require(lines.size() <= MAX_REQUESTS, "more than " + MAX_REQUESTS + " requests");
    for (int i = 0; i < lines.size(); i++) {
      checker.checkLine(i + 1, lines.get(i));
    }
    checker.require(checker.models.size() <= 1, "several models");
    return checker.defects;
  }

  private void checkLine(int number, String line) {
    JsonNode request;
    try {
      request = MAPPER.readTree(line);
    } catch (JacksonException e) {
      defects.add("line " + number + ": not JSON");
      return;
    }
    String where = "line " + number + ": ";
    request
        .propertyNames()
        .forEach(name -> require(FIELDS.contains(name), where + "unknown field " + name));
    String id = request.path("custom_id").asString("");
    require(!id.isEmpty(), where + "no custom_id");
    require(ids.add(id), where + "repeated custom_id");
    require(request.path("method").asString("").equals("POST"), where + "method is not POST");
    require(request.path("url").asString("").equals(endpoint), where + "url is not the endpoint");
    JsonNode body = request.path("body");
    require(body.isObject(), where + "no body");
    require(!body.path("stream").asBoolean(false), where + "stream");
    require(!body.path("background").asBoolean(false), where + "background");
    require(!body.path("model").asString("").isEmpty(), where + "no model");
    models.add(body.path("model").asString(""));
    String content = endpoint.equals("/v1/responses") ? "input" : "messages";
    require(body.path(content).isArray(), where + "no " + content);
  }

  private void require(boolean condition, String defect) {
    if (!condition) {
      defects.add(defect);
    }
  }
}
