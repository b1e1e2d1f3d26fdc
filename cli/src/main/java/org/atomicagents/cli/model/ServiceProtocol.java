package org.atomicagents.cli.model;

import java.net.URI;
import org.atomicagents.anthropic.Anthropic;
import org.atomicagents.gemini.Gemini;
import org.atomicagents.http.ApiKey;
import org.atomicagents.openai.OpenAi;
import org.atomicagents.testing.SimulatedProvider;
import org.jspecify.annotations.Nullable;

/** The wire protocol of a service, with its way to open a client. */
enum ServiceProtocol {
  /** Chat completions or the Responses API, whichever the model needs. */
  OPENAI {
    @Override
    ServiceClient open(ModelService service) {
      return ServiceClient.of(
          service.isPreset()
              ? OpenAi.fromEnv(service.openAiProvider())
              : OpenAi.builder(service.openAiProvider()).build());
    }

    @Override
    ServiceClient at(ModelService service, URI address, @Nullable ApiKey key) {
      OpenAi.Builder builder = OpenAi.builder(service.openAiProvider(key != null)).baseUrl(address);
      return ServiceClient.of((key == null ? builder : builder.apiKey(key)).build());
    }

    @Override
    URI baseUrl(SimulatedProvider provider) {
      return provider.baseUrl();
    }
  },
  /** Anthropic's Messages API. */
  ANTHROPIC {
    @Override
    ServiceClient open(ModelService service) {
      return ServiceClient.of(Anthropic.fromEnv());
    }

    @Override
    ServiceClient at(ModelService service, URI address, @Nullable ApiKey key) {
      return ServiceClient.of(
          key == null
              ? Anthropic.at(address)
              : Anthropic.builder().baseUrl(address).apiKey(key).build());
    }
  },
  /** The Gemini API. */
  GEMINI {
    @Override
    ServiceClient open(ModelService service) {
      return ServiceClient.of(Gemini.fromEnv());
    }

    @Override
    ServiceClient at(ModelService service, URI address, @Nullable ApiKey key) {
      return ServiceClient.of(
          key == null ? Gemini.at(address) : Gemini.builder().baseUrl(address).apiKey(key).build());
    }
  };

  /** Opens a client with the key and the address from the environment. */
  abstract ServiceClient open(ModelService service);

  /**
   * Opens a client at an address, without reading the environment.
   *
   * @param key the API key; null for none
   */
  abstract ServiceClient at(ModelService service, URI address, @Nullable ApiKey key);

  /** Returns the address of a simulated provider for clients of this protocol. */
  URI baseUrl(SimulatedProvider provider) {
    return provider.serverUrl();
  }
}
