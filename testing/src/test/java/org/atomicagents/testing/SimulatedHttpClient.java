package org.atomicagents.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.atomicagents.testing.internal.generate.ReferenceValidator;
import tools.jackson.databind.JsonNode;

/** A minimal HTTP client of the simulated protocols, with the headers that each request needs. */
final class SimulatedHttpClient {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final SimulatedProvider provider;
  private final String[] headers;

  SimulatedHttpClient(SimulatedProvider provider, String... headers) {
    this.provider = provider;
    this.headers = headers;
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send(path, request -> request.POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.Builder::GET);
  }

  HttpResponse<String> delete(String path) throws IOException, InterruptedException {
    return send(path, HttpRequest.Builder::DELETE);
  }

  /** Uploads a file with its purpose, in the form of RFC 7578. */
  HttpResponse<String> upload(String path, String purpose, String content)
      throws IOException, InterruptedException {
    String form =
        """
        --simple boundary
        Content-Disposition: form-data; name="purpose"

        %s
        --simple boundary
        Content-Disposition: form-data; name="file"; filename="requests.jsonl"
        Content-Type: application/jsonl

        """
            .formatted(purpose)
            .replace("\n", "\r\n");
    String body = form + content + "\r\n--simple boundary--\r\n";
    return send(
        path,
        request ->
            request
                .header("content-type", "multipart/form-data; boundary=\"simple boundary\"")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Returns the body of a successful response. */
  JsonNode postJson(String path, JsonNode body) throws IOException, InterruptedException {
    return json(post(path, body.toString()));
  }

  JsonNode getJson(String path) throws IOException, InterruptedException {
    return json(get(path));
  }

  /** Returns the body of a response that must be successful. */
  static JsonNode json(HttpResponse<String> response) {
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return ReferenceValidator.read(response.body());
  }

  /** Returns the data of the server-sent events; names of events are checked against the data. */
  static List<JsonNode> events(String body) {
    var events = new ArrayList<JsonNode>();
    for (String event : Pattern.compile("\r?\n\r?\n").splitAsStream(body).toList()) {
      String data = event.substring(event.indexOf("data: ") + "data: ".length());
      JsonNode json = ReferenceValidator.read(data);
      if (event.startsWith("event: ")
          && !event.startsWith("event: " + json.path("type").asString("") + "\n")) {
        throw new AssertionError(event);
      }
      events.add(json);
    }
    return events;
  }

  /** Returns the values of the lines of a body. */
  static List<JsonNode> lines(String body) {
    return body.lines().map(ReferenceValidator::read).toList();
  }

  private interface Method {
    HttpRequest.Builder apply(HttpRequest.Builder request);
  }

  private HttpResponse<String> send(String path, Method method)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(URI.create(provider.serverUrl() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(method.apply(request).build(), HttpResponse.BodyHandlers.ofString());
  }
}
