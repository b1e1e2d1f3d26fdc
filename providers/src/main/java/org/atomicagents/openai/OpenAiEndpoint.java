package org.atomicagents.openai;

import java.net.URI;
import org.atomicagents.internal.provider.Endpoint;

/** The URLs of both protocols; those of Azure contain deployments and a version. */
final class OpenAiEndpoint {
  private final boolean azure;
  private final Endpoint endpoint;
  private final Endpoint unversioned;

  OpenAiEndpoint(Provider provider, URI baseUrl, String apiVersion) {
    this.azure = provider.isAzure();
    String query = azure ? "api-version=" + Endpoint.encode(apiVersion) : "";
    this.endpoint = new Endpoint(provider.profile(), baseUrl, query);
    this.unversioned = new Endpoint(provider.profile(), baseUrl, "");
  }

  URI baseUrl() {
    return endpoint.baseUrl();
  }

  URI chat(String model) {
    return azure
        ? endpoint.resolve("/openai/deployments/" + Endpoint.encode(model) + "/chat/completions")
        : endpoint.resolve("/chat/completions");
  }

  /**
   * Returns the URL of the Responses API; that of Azure has no version
   * (https://learn.microsoft.com/azure/ai-foundry/openai/api-version-lifecycle).
   */
  URI responses() {
    return azure ? unversioned.resolve("/openai/v1/responses") : endpoint.resolve("/responses");
  }

  /** Returns the URL of a stored response, or of an action on it. */
  URI response(String id, String action) {
    String path = "/responses/" + Endpoint.encode(id) + action;
    return azure ? unversioned.resolve("/openai/v1" + path) : endpoint.resolve(path);
  }

  URI models() {
    return endpoint.resolve(azure ? "/openai/models" : "/models");
  }

  String identity() {
    return endpoint.identity();
  }
}
