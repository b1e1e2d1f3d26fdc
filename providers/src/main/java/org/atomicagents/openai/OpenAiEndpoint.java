package org.atomicagents.openai;

import java.net.URI;
import org.atomicagents.internal.provider.Endpoint;

/** The URLs of the chat-completions protocol; those of Azure contain deployments and a version. */
final class OpenAiEndpoint {
  private final boolean azure;
  private final Endpoint endpoint;

  OpenAiEndpoint(Provider provider, URI baseUrl, String apiVersion) {
    this.azure = provider.isAzure();
    String query = azure ? "api-version=" + Endpoint.encode(apiVersion) : "";
    this.endpoint = new Endpoint(provider.profile(), baseUrl, query);
  }

  URI baseUrl() {
    return endpoint.baseUrl();
  }

  URI chat(String model) {
    return azure
        ? endpoint.resolve("/openai/deployments/" + Endpoint.encode(model) + "/chat/completions")
        : endpoint.resolve("/chat/completions");
  }

  URI models() {
    return endpoint.resolve(azure ? "/openai/models" : "/models");
  }

  String identity() {
    return endpoint.identity();
  }
}
