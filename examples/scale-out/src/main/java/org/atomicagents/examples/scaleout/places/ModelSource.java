package org.atomicagents.examples.scaleout.places;

import java.io.Serializable;
import java.net.URI;
import org.atomicagents.openai.OpenAi;

/**
 * Opens the model of a process. Serializable, so that Spark can send it to executors: it captures
 * an address, and no connection.
 */
@FunctionalInterface
public interface ModelSource extends Serializable {

  /** Returns a model with its connections, which the caller closes. */
  OpenedModel open();

  /** Returns the source of a model of a server that implements OpenAI's protocol. */
  static ModelSource at(String baseUrl, String model) {
    return () -> {
      OpenAi openAi = OpenAi.at(URI.create(baseUrl));
      return new OpenedModel(openAi.model(model), openAi::close);
    };
  }

  /** Returns the source of a model that responds with a text, without a network. */
  static ModelSource of(String response) {
    return () -> new OpenedModel(Responses.model(response), () -> {});
  }
}
