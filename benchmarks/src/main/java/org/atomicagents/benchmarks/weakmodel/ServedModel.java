package org.atomicagents.benchmarks.weakmodel;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A model behind an OpenAI-compatible server.
 *
 * @param baseUrl the URL that ends with {@code /v1}
 * @param name the name under which the server lists the model
 */
public record ServedModel(URI baseUrl, String name) {

  /** Returns the name without the folder of a file, for reports. */
  String shortName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** Returns the first model of a server; empty if there is no server or it lists none. */
  static Optional<ServedModel> at(URI baseUrl) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(URI.create(baseUrl + "/models"))
                  .timeout(Duration.ofSeconds(10))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      String name = JsonMapper.shared().readTree(response.body()).at("/data/0/id").asString("");
      return response.statusCode() == 200 && !name.isEmpty()
          ? Optional.of(new ServedModel(baseUrl, name))
          : Optional.empty();
    } catch (IOException | JacksonException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
