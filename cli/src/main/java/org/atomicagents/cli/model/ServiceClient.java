package org.atomicagents.cli.model;

import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.model.Model;
import org.atomicagents.model.batch.BatchClient;
import org.atomicagents.openai.OpenAi;

/**
 * An open client of a service, in any protocol.
 *
 * @param factory returns a model by its name
 * @param listing returns the names of the offered models within a time limit
 * @param batches returns the client of the batch API
 * @param address the address without secrets, for display
 * @param closing releases the connections
 */
public record ServiceClient(
    Function<String, Model> factory,
    Function<Duration, List<String>> listing,
    Supplier<BatchClient> batches,
    String address,
    Runnable closing)
    implements AutoCloseable {

  /** Returns a client in a protocol of OpenAI. */
  public static ServiceClient of(OpenAi client) {
    return new ServiceClient(
        client::model, client::models, client::batches, client.address(), client::close);
  }

  static ServiceClient of(Anthropic client) {
    return new ServiceClient(
        client::model, client::models, client::batches, client.address(), client::close);
  }

  static ServiceClient of(Gemini client) {
    return new ServiceClient(
        client::model, client::models, client::batches, client.address(), client::close);
  }

  /** Returns a model, without checking that it exists. */
  public Model model(String name) {
    return factory.apply(name);
  }

  /**
   * Returns the names of the models that the service offers.
   *
   * @throws org.atomicagents.error.AgentException if they cannot be listed
   */
  public List<String> models(Duration timeout) {
    return listing.apply(timeout);
  }

  @Override
  public void close() {
    closing.run();
  }
}
