package org.atomicagents.gemini;

import java.net.URI;
import java.util.Map;
import org.atomicagents.error.TransportException;
import org.atomicagents.error.TransportException.Stage;
import org.atomicagents.internal.http.HttpRequest;
import org.atomicagents.internal.http.RequestContent;
import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.internal.provider.batch.BatchHttp;
import org.atomicagents.model.RunContext;
import tools.jackson.databind.JsonNode;

/** The uploads of the Files API: https://ai.google.dev/api/files. */
record GeminiUploads(GeminiEndpoint endpoint, BatchHttp http) {
  private static final String JSON = "application/json";
  private static final String JSON_LINES = "application/jsonl";

  /**
   * Returns the name of an uploaded file. A file that is uploaded twice costs nothing, and is
   * deleted after 48 hours.
   */
  String upload(RequestContent content, String key, RunContext call) {
    byte[] metadata =
        WireJson.writeObject(json -> {
          json.writeObjectPropertyStart("file");
          json.writeStringProperty("displayName", key);
          json.writeEndObject();
        });
    HttpRequest start =
        HttpRequest.post(endpoint.uploads(), JSON, metadata)
            .withHeaders(
                Map.of(
                    "X-Goog-Upload-Protocol",
                    "resumable",
                    "X-Goog-Upload-Command",
                    "start",
                    "X-Goog-Upload-Header-Content-Length",
                    String.valueOf(content.length()),
                    "X-Goog-Upload-Header-Content-Type",
                    JSON_LINES));
    JsonNode uploaded =
        http.sendBoth(
            start,
            "x-goog-upload-url",
            url ->
                HttpRequest.post(requireOwn(url), JSON_LINES, content)
                    .withHeaders(
                        Map.of(
                            "X-Goog-Upload-Offset", "0",
                            "X-Goog-Upload-Command", "upload, finalize")),
            call);
    return requireName(uploaded.path("file"), "file");
  }

  /** Checks the address of an upload, since the key is sent to it. */
  private URI requireOwn(String url) {
    URI base = endpoint.baseUrl();
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      uri = URI.create("");
    }
    boolean isOwn =
        base.getScheme().equalsIgnoreCase(String.valueOf(uri.getScheme()))
            && base.getHost().equalsIgnoreCase(String.valueOf(uri.getHost()))
            && base.getPort() == uri.getPort();
    if (!isOwn) {
      throw protocolFailure("an upload to " + (url.isEmpty() ? "no address" : "another server"));
    }
    return uri;
  }

  /** Returns the name of a file or a batch, which a response must have. */
  String requireName(JsonNode object, String type) {
    String name = object.path("name").asString("");
    if (name.isEmpty()) {
      throw protocolFailure("a " + type + " without a name");
    }
    return name;
  }

  private TransportException protocolFailure(String found) {
    return TransportException.of(
        "google returned %s.\n(%s)\nCheck that the base URL points to the Gemini API."
            .formatted(found, endpoint.identity()),
        Stage.PROTOCOL,
        null);
  }
}
