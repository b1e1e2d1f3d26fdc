package org.atomicagents.testing.internal.batch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.atomicagents.testing.internal.gemini.GoogleErrors;
import org.atomicagents.testing.internal.server.ApiError;
import org.atomicagents.testing.internal.server.ApiError.ErrorDetails;
import org.atomicagents.testing.internal.server.ReceivedRequest;
import org.atomicagents.testing.internal.server.ServerJson;
import org.atomicagents.testing.internal.server.SimulatedResponse;
import org.atomicagents.testing.internal.server.SimulatedResponse.CompleteBody;
import org.atomicagents.time.TimeSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Gemini's files, with resumable, multipart and raw uploads; thread-safe.
 *
 * <p>Source: <a href="https://ai.google.dev/api/files">Files</a>.
 */
final class GeminiFiles {
  private static final String UPLOAD = "/upload/v1beta/files";
  private static final String FILES = "/v1beta/files/";
  private static final String DOWNLOAD = "/download/v1beta/";
  private static final String DOWNLOAD_END = ":download";
  private static final String COMMAND = "x-goog-upload-command";

  /**
   * A stored file.
   *
   * @param name such as {@code files/1}
   */
  record GeminiFile(
      String name, String displayName, String type, String content, Instant created) {}

  private record PendingUpload(
      String id, JsonNode file, String type, ByteArrayOutputStream received) {}

  private final ObjectStore<GeminiFile> files = new ObjectStore<>("files/simulated");
  private final ObjectStore<PendingUpload> uploads = new ObjectStore<>("upload");
  private final TimeSource time;

  GeminiFiles(TimeSource time) {
    this.time = time;
  }

  static boolean accepts(String path) {
    return path.equals(UPLOAD) || path.startsWith(FILES) || path.startsWith(DOWNLOAD);
  }

  SimulatedResponse respond(ReceivedRequest request, byte[] body) {
    String path = request.path();
    if (path.equals(UPLOAD)) {
      return upload(request, body);
    }
    if (path.startsWith(DOWNLOAD) && path.endsWith(DOWNLOAD_END)) {
      request.requireMethod("GET");
      GeminiFile file =
          require(path.substring(DOWNLOAD.length(), path.length() - DOWNLOAD_END.length()));
      return new CompleteBody(200, Map.of("content-type", file.type()), file.content(), 0);
    }
    GeminiFile file = require(path.substring("/v1beta/".length()));
    if (request.method().equals("DELETE")) {
      files.remove(file.name());
      return CompleteBody.json(200, JsonNodeFactory.instance.objectNode());
    }
    request.requireMethod("GET");
    return CompleteBody.json(200, json(file, request));
  }

  private SimulatedResponse upload(ReceivedRequest request, byte[] body) {
    String id = request.query().get("upload_id");
    if (id != null) {
      return resume(id, request, body);
    }
    request.requireMethod("POST");
    String protocol =
        request
            .header("x-goog-upload-protocol")
            .orElse(request.query().getOrDefault("uploadType", ""))
            .toLowerCase(Locale.ROOT);
    return switch (protocol) {
      case "resumable" -> start(request, body);
      case "multipart" -> {
        List<String> parts = MultipartForm.parts(request, body);
        if (parts.size() != 2) {
          throw GoogleErrors.invalid("Multipart upload: expected 2 parts, found " + parts.size());
        }
        JsonNode metadata = ServerJson.readRequest(parts.get(0).getBytes(StandardCharsets.UTF_8));
        yield created(metadata.path("file"), "application/octet-stream", parts.get(1), request);
      }
      case "raw" ->
          created(
              JsonNodeFactory.instance.objectNode(),
              request.header("content-type").orElse("application/octet-stream"),
              new String(body, StandardCharsets.UTF_8),
              request);
      default -> throw GoogleErrors.invalid("Upload protocol is missing or unknown: " + protocol);
    };
  }

  private SimulatedResponse start(ReceivedRequest request, byte[] body) {
    JsonNode file =
        body.length == 0
            ? JsonNodeFactory.instance.objectNode()
            : ServerJson.readRequest(body).path("file");
    String type =
        request.header("x-goog-upload-header-content-type").orElse("application/octet-stream");
    PendingUpload upload =
        uploads.add(id -> new PendingUpload(id, file, type, new ByteArrayOutputStream()));
    Map<String, String> headers = new HashMap<>();
    headers.put("x-goog-upload-status", "active");
    headers.put(
        "x-goog-upload-url",
        request.origin() + UPLOAD + "?upload_protocol=resumable&upload_id=" + upload.id());
    return new CompleteBody(200, headers, "", 0);
  }

  private SimulatedResponse resume(String id, ReceivedRequest request, byte[] body) {
    PendingUpload upload = uploads.get(id);
    if (upload == null) {
      throw GoogleErrors.notFound("Upload not found: " + id);
    }
    String command = request.header(COMMAND).orElse("").toLowerCase(Locale.ROOT);
    String offset = request.header("x-goog-upload-offset").orElse("");
    if (command.contains("upload")) {
      if (!offset.equals(Integer.toString(upload.received().size()))) {
        throw GoogleErrors.invalid(
            "Upload offset: expected %d, found '%s'".formatted(upload.received().size(), offset));
      }
      upload.received().writeBytes(body);
    }
    if (!command.contains("finalize")) {
      return new CompleteBody(
          200,
          Map.of(
              "x-goog-upload-status",
              "active",
              "x-goog-upload-size-received",
              Integer.toString(upload.received().size())),
          "",
          0);
    }
    uploads.remove(id);
    SimulatedResponse.CompleteBody created =
        created(
            upload.file(),
            upload.type(),
            upload.received().toString(StandardCharsets.UTF_8),
            request);
    Map<String, String> headers = new HashMap<>(created.headers());
    headers.put("x-goog-upload-status", "final");
    return new CompleteBody(200, headers, created.body(), 0);
  }

  private CompleteBody created(
      JsonNode metadata, String type, String content, ReceivedRequest request) {
    JsonNode name =
        metadata.has("displayName") ? metadata.get("displayName") : metadata.path("display_name");
    String given = metadata.path("mimeType").asString(metadata.path("mime_type").asString(type));
    GeminiFile file = store(name.asString(""), given, content);
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.set("file", json(file, request));
    return CompleteBody.json(200, body);
  }

  GeminiFile store(String displayName, String type, String content) {
    return files.add(name -> new GeminiFile(name, displayName, type, content, time.now()));
  }

  private static ObjectNode json(GeminiFile file, ReceivedRequest request) {
    int size = file.content().getBytes(StandardCharsets.UTF_8).length;
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", file.name())
        .put("displayName", file.displayName())
        .put("mimeType", file.type())
        .put("sizeBytes", Integer.toString(size))
        .put("createTime", file.created().toString())
        .put("updateTime", file.created().toString())
        .put("expirationTime", file.created().plus(Duration.ofDays(2)).toString())
        .put("uri", request.origin() + "/v1beta/" + file.name())
        .put("state", "ACTIVE")
        .put("source", "UPLOADED");
  }

  /** Returns a file, or throws Google's error if there is none. */
  GeminiFile require(String name) {
    GeminiFile file = files.get(name);
    if (file == null) {
      // Google has the same error for a missing file and for one of another account.
      throw ApiError.of(
          ErrorDetails.of(
              403,
              "You do not have permission to access the File "
                  + name.substring(name.indexOf('/') + 1)
                  + " or it may not exist."));
    }
    return file;
  }
}
