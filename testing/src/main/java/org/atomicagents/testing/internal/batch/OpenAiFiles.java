package org.atomicagents.testing.internal.batch;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * OpenAI's files, of the purposes {@code batch} and {@code batch_output} only; thread-safe.
 *
 * <p>Source: <a href="https://platform.openai.com/docs/api-reference/files">Files</a>.
 */
final class OpenAiFiles {
  static final String PATH = "/v1/files";
  private static final String CONTENT = "/content";
  private static final String BATCH = "batch";

  /** A stored file. */
  record StoredFile(String id, String name, String purpose, String content, Instant created) {
    ObjectNode json() {
      return JsonNodeFactory.instance
          .objectNode()
          .put("id", id)
          .put("object", "file")
          .put("bytes", content.getBytes(StandardCharsets.UTF_8).length)
          .put("created_at", created.getEpochSecond())
          .put("filename", name)
          .put("purpose", purpose)
          .put("status", "processed");
    }
  }

  private final ObjectStore<StoredFile> files = new ObjectStore<>("file-simulated");
  private final TimeSource time;

  OpenAiFiles(TimeSource time) {
    this.time = time;
  }

  SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (path.equals(PATH)) {
      request.requireMethod("POST");
      return CompleteBody.json(200, upload(MultipartForm.of(request, body)).json());
    }
    String id = path.substring(PATH.length() + 1);
    if (id.endsWith(CONTENT)) {
      request.requireMethod("GET");
      StoredFile file = require(id.substring(0, id.length() - CONTENT.length()));
      return new CompleteBody(
          200, Map.of("content-type", "application/octet-stream"), file.content(), 0);
    }
    StoredFile file = require(id);
    if (request.method().equals("DELETE")) {
      files.remove(id);
      return CompleteBody.json(
          200,
          JsonNodeFactory.instance
              .objectNode()
              .put("id", id)
              .put("object", "file")
              .put("deleted", true));
    }
    request.requireMethod("GET");
    return CompleteBody.json(200, file.json());
  }

  private StoredFile upload(MultipartForm form) {
    String content = form.fields().get("file");
    String purpose = form.fields().get("purpose");
    if (content == null) {
      throw rejected("'file' is a required property", "file");
    }
    if (purpose == null) {
      throw rejected("'purpose' is a required property", "purpose");
    }
    if (!purpose.equals(BATCH)) {
      throw rejected(
          "'" + purpose + "' is not supported: the simulated provider stores 'batch' files only.",
          "purpose");
    }
    return store(form.fileNames().getOrDefault("file", "upload"), BATCH, content);
  }

  StoredFile store(String name, String purpose, String content) {
    return files.add(id -> new StoredFile(id, name, purpose, content, time.now()));
  }

  /** Returns a file, or throws OpenAI's error if there is none. */
  StoredFile require(String id) {
    StoredFile file = files.get(id);
    if (file == null) {
      throw ApiError.of(
          new ErrorDetails(404, "No such File object: " + id, "invalid_request_error", "id", null));
    }
    return file;
  }

  private static ApiError rejected(String message, String parameter) {
    return ApiError.of(new ErrorDetails(400, message, "invalid_request_error", parameter, null));
  }
}
